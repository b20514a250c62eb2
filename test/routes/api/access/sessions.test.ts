// Signed-in devices: one's own, and those of everybody with their last action, ended one by one.
import t from 'tap'
import { eventsOf, everyPage, openShop, refused } from '../../../support/api.ts'
import { account, OWNER, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { accountWithRole } from '../../../support/roles.ts'

const { app, owner } = await openShop(t)
const OWN = '/api/users/me/sessions'
const PATH = '/admin/users/sessions'
const IPAD = 'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Version/18.0 Safari/605.1'

interface Row {
  id: number
  kind: string
  device: string
  isCurrent: boolean
  user: { id: number; fullName: string; role: string }
  lastEvent: { id: number; type: string } | null
}

/** Somebody with a name of their own, signed in on an iPad and by a program. */
async function someone(fullName: string) {
  const who = await account(app, 'staff')
  const { data } = (await owner.get(`/api/users?search=${who.email}`)).json()
  const { id } = data[0]
  await owner.put(`/api/users/${id}`, { fullName })
  const { email, password } = who
  const payload = { email, password }
  const headers = { 'user-agent': IPAD }
  const answer = await app.inject({ method: 'POST', url: '/api/auth/login', payload, headers })
  t.equal(answer.statusCode, 200)
  return { who, id: id as number, person: await program(app, who) }
}

const all = async () => everyPage<Row>(owner, '/api/sessions?limit=2')

t.test('everybody lists and ends their own devices', async (t) => {
  const { id, person } = await someone('Zelda One')
  const { data } = (await person.get(OWN)).json()
  t.equal(data.length, 2)
  t.same(data.filter((row: Row) => row.isCurrent).length, 1)
  const tablet = data.find(({ device }: Row) => device === 'Safari on iPad')
  t.match(tablet, { kind: 'token', isCurrent: false })
  const stranger = await someone('Zelda Two')
  refused(t, await stranger.person.delete(`${OWN}/${tablet.id}`), 404, 'not_found')
  t.equal((await person.delete(`${OWN}/${tablet.id}`)).statusCode, 204)
  refused(t, await person.delete(`${OWN}/${tablet.id}`), 404, 'not_found')
  t.equal((await person.get(OWN)).json().data.length, 1)
  const { type, data: facts } = (await eventsOf(app, 'user', id)).at(-1) ?? {}
  t.same({ type, facts }, { type: 'user.session_ended', facts: { device: 'Safari on iPad' } })

  t.equal((await stranger.person.delete(OWN)).statusCode, 204)
  t.same((await stranger.person.get(OWN)).json().data.length, 1, 'this one stays')
})

t.test('the owner lists those of all, with the last action of each person', async (t) => {
  const { id, person } = await someone('Rosa Lindqvist')
  await person.post('/api/customers', { name: 'Amina Bello', phoneNumber: '0170 555 0142' })
  const rows = await all()
  t.equal(new Set(rows.map((row) => row.id)).size, rows.length, 'each once, over all pages')
  const own = rows.filter(({ user }) => user.id === id)
  t.equal(own.length, 2)
  for (const { user, lastEvent } of own) {
    t.match(user, { fullName: 'Rosa Lindqvist', role: 'staff' })
    t.equal(lastEvent?.type, 'customer.created')
  }
  t.equal(rows.filter(({ isCurrent }) => isCurrent).length, 1)
  const total = (await owner.get('/api/sessions?total=true')).json()
  t.equal(total.total, rows.length)
  refused(t, await person.get('/api/sessions'), 403, 'forbidden')
})

t.test('a device is ended at once, and the history names it', async (t) => {
  const { id, person } = await someone('Noor Haddad')
  const [mine] = (await all()).filter(({ user, device }) => user.id === id && !/iPad/.test(device))
  refused(t, await person.delete(`/api/sessions/${mine?.id}`), 403, 'forbidden')
  t.equal((await person.get('/api/users/me')).statusCode, 200)
  t.equal((await owner.delete(`/api/sessions/${mine?.id}`)).statusCode, 204)
  refused(t, await person.get('/api/users/me'), 401, 'invalid_token')
  refused(t, await owner.delete(`/api/sessions/${mine?.id}`), 404, 'not_found')
  t.equal((await all()).filter(({ user }) => user.id === id).length, 1)
  const { type, actor } = (await eventsOf(app, 'user', id)).at(-1) ?? {}
  t.same({ type, actor }, { type: 'user.session_ended', actor: 'Ines Almeida' })
})

t.test('nobody ends the sessions of somebody with more rights', async (t) => {
  const given = { name: 'Accounts', permissions: ['users.write'] }
  const role = (await owner.post('/api/roles', given)).json()
  const { person: who } = await accountWithRole(app, owner, role.id)
  const helper = await program(app, who)
  const rows = (await helper.get('/api/sessions?limit=200')).json().data as Row[]
  t.ok(
    rows.every(({ lastEvent }) => lastEvent === null),
    'without history.read, no actions',
  )
  const ines = rows.find(({ user }) => user.role === 'admin')
  refused(t, await helper.delete(`/api/sessions/${ines?.id}`), 403, 'more_rights')
  t.equal((await owner.get('/api/users/me')).statusCode, 200)
  const visitor = await signedIn(app, who)
  const page = await visitor.get(PATH)
  t.equal(page.$(`form[action="${PATH}/${ines?.id}/sign-out"]`).length, 0, 'not offered')
  t.equal(page.$('[data-live]').length, 0, 'whoever may not read the stream does not follow it')
  const forged = await visitor.post(`${PATH}/${ines?.id}/sign-out`)
  t.equal(forged.status, 403)
})

t.test('the page shows who, where, since when and the last action, and ends one', async (t) => {
  const { id, who } = await someone('Mei Tanaka')
  const tablet = await signedIn(app, who)
  await tablet.get('/admin/customers/new')
  await tablet.post('/admin/customers', { name: 'Leila Haddad', phoneNumber: '0170 555 0199' })
  const ines = await signedIn(app, OWNER)
  const list = await ines.get('/admin/users')
  t.equal(list.$(`a[href="${PATH}"]`).length, 1)
  const page = await ines.get(PATH)
  t.equal(page.$('[data-live]').attr('data-entity'), 'any')
  const rows = page.$('#sessions li:has(.row-link:contains("Mei Tanaka"))')
  t.equal(rows.length, 3)
  t.match(rows.text(), /Safari on iPad \(program\)/)
  t.match(rows.first().text(), /Last action: added customer Leila Haddad/)
  const link = rows.first().find('a[href^="/admin/activity"]').attr('href') ?? ''
  const [path = '', entry] = link.split('#')
  t.equal((await ines.get(path)).$(`#${entry}`).length, 1, 'the link leads to it')
  t.match(page.$('#sessions li:contains("this device")').text(), /Ines Almeida/)

  const action = rows.find('form').attr('action') ?? ''
  const button = rows.find('button').first().text().replace(/\s+/g, ' ')
  t.match(button, /Sign out .* of Mei Tanaka/)
  const ended = await submit(ines, page, { form: `form[action="${action}"]` })
  t.equal(ended.location, PATH)
  t.match((await ines.get(PATH)).$('.toast').text(), 'A device of Mei Tanaka is signed out.')
  t.equal((await ines.get(PATH)).$('#sessions li:has(.row-link:contains("Mei Tanaka"))').length, 2)
  t.ok(id)
})

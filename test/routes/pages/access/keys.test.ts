// API key pages, without JavaScript.
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { build, type Page, program, signedIn, withBearer } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { accountWithRole } from '../../../support/roles.ts'

const app = await build(t)
const owner = await signedIn(app)
const asProgram = await program(app)

const NEW = 'form[action="/admin/keys"]'

/** A key made by the form. */
async function make(typed: Record<string, string | string[]>) {
  return submit(owner, await owner.get('/admin/keys/new'), { form: NEW, typed })
}

/** Sentences of the activity page, newest first. */
const linesOf = ({ $ }: Page) =>
  $('.timeline li p')
    .toArray()
    .map((line) => $(line).text().replaceAll(/\s+/g, ' ').trim())

async function keyNamed(name: string): Promise<{ id: number; lastUsedAt: string | null }> {
  const { data } = (await asProgram.get('/api/keys')).json()
  return data.find((key: { name: string }) => key.name === name)
}

const idOf = async (name: string): Promise<number> => (await keyNamed(name)).id

/** Use is recorded after the answer. */
async function isUsed(name: string) {
  while ((await keyNamed(name)).lastUsedAt === null) await pause(5)
}

t.test('an empty list says what keys are for, and leads to the first', async (t) => {
  const users = await owner.get('/admin/users')
  t.equal(users.$('a[href="/admin/keys"]').length, 1)
  const page = await owner.get('/admin/keys')
  t.match(page.$('.empty').text(), 'No API keys yet')
  t.equal(page.$('.empty a').attr('href'), '/admin/keys/new')
})

t.test('a key is made by a form, shown once, and listed with what it may do', async (t) => {
  const page = await make({
    name: 'Website',
    scopes: ['orders.read', 'customers.write'],
    expiresAt: '2099-12-31',
    addresses: '127.0.0.1\n2001:DB8::/48, 203.0.113.7',
  })
  t.equal(page.status, 200)
  t.equal(page.response.headers['cache-control'], 'no-store')
  const key = String(page.$('#new-key').val())
  t.match(key, /^hml_[\w-]{43}$/)
  t.equal(page.$('[data-copy=new-key]').length, 1)
  t.equal((await withBearer(app, key).get('/api/orders')).statusCode, 200)
  t.equal((await withBearer(app, key).get('/api/payments')).json().permission, 'reports.money')
  await isUsed('Website')
  const list = await owner.get('/admin/keys')
  const row = said(list.$('#keys tbody tr'))
  t.match(row, key.slice(0, 12))
  t.match(row, /Website.*orders\.read, customers\.write.*Ines Almeida.*\d:\d\d.*Dec 31, 2099/)
  t.match(row, 'only from 127.0.0.1, 2001:db8::/48 and 1 more')
  for (const url of ['/admin/keys', `/admin/keys/${await idOf('Website')}`, '/admin/activity']) {
    t.notMatch((await owner.get(url)).response.body, key.slice(12), url)
  }
})

t.test('a double tap makes one key', async (t) => {
  const form = await owner.get('/admin/keys/new')
  const tap = () =>
    submit(owner, form, { form: NEW, typed: { name: 'Till', scopes: 'orders.read' } })
  t.match((await tap()).$('#new-key').val(), /^hml_/)
  const second = await tap()
  t.equal(second.location, `/admin/keys/${await idOf('Till')}`)
  const page = await owner.get(String(second.location))
  t.match(page.$('.toast').text(), 'Revoke it, and make a new one.')
  const { data } = (await asProgram.get('/api/keys')).json()
  t.equal(data.filter(({ name }: { name: string }) => name === 'Till').length, 1)
})

t.test('errors are beside their fields, and nothing typed is lost', async (t) => {
  const nothing = await make({ name: 'Wrong' })
  t.equal(nothing.status, 422)
  t.match(said(nothing.$('#f-scopes .error')), /\w/)
  t.equal(nothing.$('#form-errors a[href="#f-scopes"]').length, 1)
  const page = await submit(owner, nothing, {
    form: NEW,
    typed: { scopes: 'orders.read', expiresAt: '2001-01-01', addresses: 'office\nhome' },
  })
  t.equal(page.status, 422)
  t.match(said(page.$('#f-expiresAt-error')), 'This end has passed. Choose a later one.')
  t.match(said(page.$('#f-addresses-error')), /"office" is no IP address.*"home" is no IP address/)
  t.equal(page.$('[name=name]').val(), 'Wrong')
  t.equal(page.$('[name=addresses]').val(), 'office\nhome')
  const every = await submit(owner, page, { form: NEW, typed: { name: '', scopes: [] } })
  const told = every.$('#form-errors a').get()
  t.same(
    told.map((link) => every.$(link).attr('href')),
    ['#f-name', '#f-scopes', '#f-expiresAt', '#f-addresses'],
    'all mistakes at once',
  )
  const again = await submit(owner, page, {
    form: NEW,
    typed: { scopes: ['orders.read', 'users.read'], addresses: 'office', expiresAt: '' },
  })
  t.equal(again.status, 422)
  t.equal(again.$('[name=scopes]:checked').length, 2)
  const taken = await make({ name: 'WEBSITE', scopes: 'orders.read' })
  t.equal(taken.status, 409)
  t.match(said(taken.$('#f-name-error')), 'There is already a key with this name.')
})

t.test('a key is edited; an end that passed does not stand in the way', async (t) => {
  const id = await idOf('Website')
  const form = `form[action="/admin/keys/${id}"]`
  const page = await owner.get(`/admin/keys/${id}`)
  t.equal(page.$('[name=expiresAt]').val(), '2099-12-31')
  t.equal(page.$('[name=addresses]').val(), '127.0.0.1\n2001:db8::/48\n203.0.113.7')
  const typed = { name: 'Web shop', scopes: ['orders.read'], addresses: '' }
  t.equal((await submit(owner, page, { form, typed })).location, '/admin/keys')
  const { name, scopes, addresses, expiresAt } = (await asProgram.get(`/api/keys/${id}`)).json()
  t.same({ name, scopes, addresses }, { ...typed, addresses: [] })
  t.match(expiresAt, /^2099-12-31T/)
  const stale = await submit(owner, page, { form, typed: { name: 'Mine' } })
  t.equal(stale.status, 412)
  t.equal(stale.$('[name=name]').val(), 'Mine')
  const saved = await submit(owner, stale, { form, typed: { name: 'Mine', expiresAt: '' } })
  t.equal(saved.location, '/admin/keys')
  t.match((await asProgram.get(`/api/keys/${id}`)).json(), { name: 'Mine', expiresAt: null })
})

t.test('a key is revoked after a question, and stays in its own list', async (t) => {
  const made = await make({ name: 'Old till', scopes: 'orders.read' })
  const key = String(made.$('#new-key').val())
  const id = await idOf('Old till')
  const page = await owner.get(`/admin/keys/${id}`)
  t.match(said(page.$('dialog#revoke')), 'Revoke Old till?')
  const form = `form[action="/admin/keys/${id}/revoke"]`
  t.equal((await submit(owner, page, { form })).location, '/admin/keys')
  t.equal((await withBearer(app, key).get('/api/orders')).json().code, 'invalid_key')
  t.notMatch(said((await owner.get('/admin/keys')).$('tbody')), 'Old till')
  t.match(said((await owner.get('/admin/keys?revoked=true')).$('tbody')), 'Old till')
  const after = await owner.get(`/admin/keys/${id}`)
  t.match(said(after.$('.alert')), 'Revoked on')
  t.equal(after.$('form[method=post][action^="/admin/keys"]').length, 0)
})

t.test('the activity names the program, and tells it from a person of that name', async (t) => {
  const made = await make({ name: 'Bot', scopes: ['customers.write'] })
  const bot = withBearer(app, String(made.$('#new-key').val()))
  await bot.post('/api/customers', { name: 'Amina', phoneNumber: '0170 555 0142' })
  await asProgram.put('/api/users/me', { fullName: 'Bot (API key)' })
  await asProgram.post('/api/customers', { name: 'Zelda', phoneNumber: '0170 555 0143' })
  const page = await owner.get('/admin/activity?actor=Bot (API key)')
  const lines = linesOf(page)
  t.match(lines[0], /^Bot \(API key\) added customer Zelda/)
  t.match(lines.at(-1), /^Program: Bot \(API key\) added customer Amina/)
  t.match(said(page.$('select[name=actor]')), 'Bot (API key)')
  const id = await idOf('Bot')
  const keys = await owner.get(`/admin/activity?entity=key&entityId=${id}`)
  t.match(linesOf(keys), ['Ines Almeida made the API key Bot'])
  t.equal(keys.$(`.timeline a[href="/admin/keys/${id}"]`).length, 1)
})

t.test('boxes that one may not give are closed, and limits are told', async (t) => {
  const role = await asProgram.post('/api/roles', {
    name: 'Integrator',
    permissions: ['keys.write', 'orders.read'],
    limits: { discount: '10' },
  })
  const { person } = await accountWithRole(app, asProgram, role.json().id)
  const visitor = await signedIn(app, person)
  const page = await visitor.get('/admin/keys/new')
  t.equal(page.$('[value="orders.read"][disabled]').length, 0)
  t.equal(page.$('[value="orders.write"][disabled]').length, 1)
  t.match(said(page.$('form.form')), 'discounts up to 10 %')
  const forged = await visitor.post('/admin/keys', { name: 'More', scopes: 'orders.write' })
  t.equal(forged.status, 403)
  t.match(said(forged.$('.alert')), 'Your own role does not have')
  const counter = await accountWithRole(app, asProgram, 3)
  t.equal((await (await signedIn(app, counter.person)).get('/admin/keys')).status, 403)
})

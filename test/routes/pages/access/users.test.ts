// User account pages, without JavaScript.
import t from 'tap'
import { account, build, OWNER, PASSWORD, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { addEmployee } from '../../../support/shop/factories.ts'

const app = await build(t)
const owner = await signedIn(app)
const asProgram = await program(app)

const STEFAN = {
  fullName: 'Stefan Wirth',
  email: 'stefan@shop.test',
  role: 'staff',
  password: PASSWORD,
}

const idOf = async (email: string): Promise<number> =>
  (await asProgram.get(`/api/users?search=${email}`)).json().data[0].id

t.test('a new user is created and can sign in', async (t) => {
  const { id: employeeId, name } = await addEmployee(asProgram)
  const form = await owner.get('/admin/users/new')
  t.match(form.$('select[name=employeeId]').text(), name)
  const idempotencyKey = String(form.$('[name=idempotencyKey]').val())
  const input = { ...STEFAN, employeeId: String(employeeId), phoneNumber: '', idempotencyKey }
  t.equal((await owner.post('/admin/users', input)).location, '/admin/users')
  t.equal((await owner.post('/admin/users', input)).location, '/admin/users', 'a double tap')
  const list = await owner.get('/admin/users?search=stefan')
  t.match(list.$('.toast').text(), 'Stefan Wirth can sign in now.')
  t.equal(list.$('#users-table tbody tr').length, 1)
  const stefan = await signedIn(app, STEFAN)
  t.equal((await stefan.get('/admin')).status, 200)
  t.equal((await stefan.get('/api/users/me')).response.json().employeeId, employeeId)
})

t.test('errors are shown beside their fields, and the password is not repeated', async (t) => {
  await owner.get('/admin/users/new')
  const wrong = { firstName: '', lastName: '', email: 'zoe', role: 'staff', password: 'short' }
  const page = await owner.post('/admin/users', wrong)
  t.equal(page.status, 422)
  for (const name of ['firstName', 'email', 'password']) {
    t.equal(page.$(`[name=${name}]`).attr('aria-invalid'), 'true', name)
  }
  t.equal(page.$('[name=email]').val(), 'zoe')
  t.equal(page.$('[name=password]').val(), '')
  const taken = await owner.post('/admin/users', { ...STEFAN, email: OWNER.email })
  t.equal(taken.status, 409)
  t.match(taken.$('#f-email-error').text(), 'already')
})

t.test('the list is searched and filtered; htmx gets only the table', async (t) => {
  await account(app, 'customer')
  const customers = await owner.get('/admin/users?role=customer')
  t.match(customers.$('#users-table [aria-current=page]').text(), 'Customers')
  t.notMatch(customers.$('#users-table').text(), OWNER.email)
  t.equal((await owner.get('/admin/users?search=&role=')).status, 200, 'blank filters are none')

  const fragment = await owner.fragment('/admin/users?search=owner%40')
  t.notMatch(fragment.response.body, '<html')
  t.equal(fragment.$('#users-table').length, 1)
  t.match(fragment.$('[data-announce]').text(), '1 user')
  const none = await owner.get('/admin/users?search=nobody-has-this')
  t.match(none.$('.empty').text(), 'No matching users')
  t.equal((await owner.get('/admin/users?role=queen')).status, 400)
})

t.test('the list shows who is switched off, together with the other filters', async (t) => {
  const who = await account(app, 'staff')
  await owner.post(`/admin/users/${await idOf(who.email)}/disable`)
  const off = await owner.get('/admin/users?active=false')
  t.match(off.$('#users-table').text(), who.email)
  t.notMatch(off.$('#users-table').text(), OWNER.email)
  t.equal(off.$('#f-active').val(), 'false')
  const customers = off.$('.tabs a:contains("Customers")').attr('href') ?? ''
  t.match(customers, 'active=false')
  t.equal((await owner.get(customers)).$('#users-table tbody tr').length, 0)
  t.notMatch((await owner.get('/admin/users?active=true')).$('#users-table').text(), who.email)
})

t.test('first and last name and the address are corrected by staff', async (t) => {
  const who = await account(app, 'staff')
  const url = `/admin/users/${await idOf(who.email)}`
  const typed = { firstName: 'Ilona', lastName: 'Nagy', address: '4 Mill Lane' }
  const saved = await submit(owner, await owner.get(url), { form: `form[action="${url}"]`, typed })
  t.equal(saved.location, url)
  const page = await owner.get(url)
  t.equal(page.$('h1').text(), 'Ilona Nagy')
  t.equal(page.$('[name=address]').text().trim(), '4 Mill Lane')
  const nameless = { firstName: '', lastName: '' }
  const refused = await submit(owner, page, { form: `form[action="${url}"]`, typed: nameless })
  t.equal(refused.status, 422)
  t.equal(refused.$('[name=firstName]').attr('aria-invalid'), 'true')
})

t.test('an account is edited, and a stale form is refused', async (t) => {
  const who = await account(app, 'staff')
  const id = await idOf(who.email)
  const url = `/admin/users/${id}`
  const form = await owner.get(url)
  const fields = {
    firstName: 'Zoe',
    lastName: 'Park',
    email: who.email,
    role: 'staff',
    phoneNumber: '',
  }
  const version = String(form.$('[name=version]').val())
  t.equal((await owner.post(url, { ...fields, version })).location, url)

  const stale = await owner.post(url, { ...fields, lastName: 'Parker', role: 'admin', version })
  t.equal(stale.status, 412)
  t.equal(stale.$('[name=lastName]').val(), 'Parker')
  t.match(stale.$('#overtaken tbody').text(), /Parker[\s\S]*Park/)
  const current = String(stale.$('[name=version]').val())
  const resolved = { ...fields, lastName: 'Parker', role: 'admin', version: current }
  t.equal((await owner.post(url, resolved)).location, url)
  t.equal((await owner.get(url)).$('h1').text(), 'Zoe Parker')
})

t.test('an account is disabled and enabled', async (t) => {
  const who = await account(app, 'staff')
  const url = `/admin/users/${await idOf(who.email)}`
  const tablet = await signedIn(app, who)
  await owner.get(url)
  t.equal((await owner.post(`${url}/disable`)).location, url)
  t.equal((await tablet.get('/admin')).status, 303)
  const off = await owner.get(url)
  t.match(off.$('main').text(), 'This account is switched off')
  const action = String(off.$(`form[action="${url}/enable"]`).attr('action'))
  await owner.post(action)
  t.ok(await signedIn(app, who))
})

t.test('an owner sets a new password for a user', async (t) => {
  const who = await account(app, 'staff')
  const url = `/admin/users/${await idOf(who.email)}`
  await owner.get(url)
  const short = await owner.post(`${url}/password`, { password: 'short' })
  t.equal(short.status, 422)
  t.equal(short.$('[name=password]').attr('aria-invalid'), 'true')
  const password = 'seven silver buttons'
  t.equal((await owner.post(`${url}/password`, { password })).location, url)
  t.ok(await signedIn(app, { ...who, password }))
})

t.test('an account without events is deleted', async (t) => {
  const who = await account(app, 'staff')
  const url = `/admin/users/${await idOf(who.email)}`
  await owner.get(url)
  t.equal((await owner.post(`${url}/delete`)).location, '/admin/users')
  t.equal((await owner.get(url)).status, 404)
})

t.test('the only owner cannot be removed, and the page says why', async (t) => {
  const app = await build(t)
  const owner = await signedIn(app)
  for (const verb of ['disable', 'delete']) {
    await owner.get('/admin/users/1')
    const page = await owner.post(`/admin/users/1/${verb}`)
    t.equal(page.status, 409)
    t.match(page.$('.alert').text(), 'Make somebody else an owner first.')
  }
  const fields = { fullName: 'Ines', email: OWNER.email, role: 'staff' }
  t.equal((await owner.post('/admin/users/1', fields)).status, 409)
})

t.test('an unknown account is 404, and staff is refused', async (t) => {
  t.equal((await owner.get('/admin/users/999')).status, 404)
  t.equal((await owner.get('/admin/users/abc')).status, 404)
  await owner.get('/profile')
  for (const path of ['', '/disable', '/enable', '/password', '/delete']) {
    const fields = { fullName: 'Nobody', password: PASSWORD }
    t.equal((await owner.post(`/admin/users/999${path}`, fields)).status, 404, path)
  }
  const staff = await signedIn(app, await account(app, 'staff'))
  for (const path of ['', '/new', '/1']) {
    t.equal((await staff.get(`/admin/users${path}`)).status, 403, path)
  }
  for (const path of ['', '/1', '/1/disable', '/1/enable', '/1/password', '/1/delete']) {
    t.equal((await staff.post(`/admin/users${path}`)).status, 403, path)
  }
})

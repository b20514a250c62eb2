// User accounts of the API: owners manage all, everybody their own.
import t from 'tap'
import { account, build, OWNER, PASSWORD, program } from '../../../support/app.ts'
import { addCustomer, addEmployee, addOrder } from '../../../support/shop/factories.ts'

const app = await build(t)
const owner = await program(app)

const ROSA = {
  email: 'Rosa@Shop.test',
  password: PASSWORD,
  fullName: 'Rosa  Lindqvist',
  role: 'staff',
}
const someone = (changes: object = {}) => ({
  ...ROSA,
  email: `${crypto.randomUUID()}@shop.test`,
  ...changes,
})
const added = async (changes: object = {}) =>
  (await owner.post('/api/users', someone(changes))).json()

t.test('an owner adds an account, which can sign in', async (t) => {
  const { id: employeeId } = await addEmployee(owner)
  const answer = await owner.post('/api/users', { ...ROSA, employeeId })
  t.equal(answer.statusCode, 201)
  t.match(answer.json(), {
    email: 'rosa@shop.test',
    fullName: 'Rosa Lindqvist',
    role: 'staff',
    isActive: true,
    employeeId,
    version: 1,
  })
  t.equal(answer.headers.location, `/api/users/${answer.json().id}`)
  t.equal(answer.headers.etag, '"1"')
  const rosa = await program(app, ROSA)
  t.equal((await rosa.get('/api/users/me')).json().email, 'rosa@shop.test')
})

t.test('all errors of an account are reported at once', async (t) => {
  const wrong = { email: 'rosa', password: 'short', fullName: ' ', role: 'queen', shoe: 38 }
  const answer = await owner.post('/api/users', wrong)
  t.equal(answer.statusCode, 422)
  const pointers = answer.json().errors.map((error: { pointer: string }) => error.pointer)
  t.same(pointers.sort(), ['/email', '/fullName', '/password', '/role', '/shoe'])
  const nameless = await owner.post('/api/users', { email: 'rosa', password: 'short' })
  t.match(nameless.json().errors, [
    { pointer: '/email' },
    { pointer: '/password' },
    { pointer: '/fullName', detail: 'Name is missing.' },
  ])
  const links = await owner.post('/api/users', someone({ employeeId: 99, customerId: 99 }))
  t.equal(links.json().errors.length, 2)
  t.equal((await owner.post('/api/users', someone({ email: OWNER.email }))).statusCode, 409)
})

t.test('the list is searched, filtered and paged', async (t) => {
  const marker = crypto.randomUUID().slice(0, 8)
  for (const role of ['staff', 'staff', 'admin', 'customer']) {
    await added({ role, fullName: `Zo ${marker.toUpperCase()}` })
  }
  const get = async (query: string) => (await owner.get(`/api/users?${query}`)).json()
  t.equal((await get(`search=${marker}&total=true`)).total, 4)
  t.equal((await get(`search=${marker}&role=staff`)).data.length, 2)
  t.same((await get(`search=${marker}&active=false`)).data, [])
  t.same((await get('search=%25')).data, [], 'a percent sign is only itself')

  const first = await owner.get(`/api/users?search=${marker}&limit=3`)
  t.match(first.headers.link, /rel="next"/)
  const { data, nextCursor } = first.json()
  const rest = await get(`search=${marker}&limit=3&cursor=${nextCursor}`)
  t.equal(rest.nextCursor, null)
  const ids = [...data, ...rest.data].map(({ id }: { id: number }) => id)
  t.equal(new Set(ids).size, 4, 'everybody once')

  for (const query of ['role=queen', 'limit=0', 'colour=red', 'cursor=nonsense']) {
    t.equal((await owner.get(`/api/users?${query}`)).statusCode, 400, query)
  }
})

t.test('an account is changed, and a stale version is refused', async (t) => {
  const { id } = await added()
  const url = `/api/users/${id}`
  const changed = await owner.put(url, { role: 'admin', phoneNumber: '0170 5550142' })
  t.match(changed.json(), { role: 'admin', phoneNumber: '0170 5550142', version: 2 })
  const stale = await owner.put(url, { role: 'staff' }, { 'if-match': '"1"' })
  t.match(stale.json(), { status: 412, code: 'stale_version' })
  const fresh = await owner.put(url, { phoneNumber: null }, { 'if-match': '"2"' })
  t.match(fresh.json(), { phoneNumber: null, role: 'admin', version: 3 })
  t.equal((await owner.get(url)).headers.etag, '"3"')
  t.equal((await owner.put(url, { email: OWNER.email })).statusCode, 409)
  t.equal((await owner.put(url, {})).statusCode, 422)
  t.equal((await owner.put(url, { email: 'rosa' })).statusCode, 422)
})

t.test('a change without an effect creates no version', async (t) => {
  const { id, fullName } = await added()
  t.equal((await owner.put(`/api/users/${id}`, { fullName })).json().version, 1)
})

t.test("a new password from an owner ends the person's sessions", async (t) => {
  const rosa = someone()
  const { id } = (await owner.post('/api/users', rosa)).json()
  const session = await program(app, rosa)
  await owner.put(`/api/users/${id}`, { password: 'seven silver buttons' })
  t.equal((await session.get('/api/users/me')).statusCode, 401)
  const again = await program(app, { ...rosa, password: 'seven silver buttons' })
  t.equal((await again.get('/api/users/me')).statusCode, 200)
  const own = await owner.put(`/api/users/${id}`, { password: rosa.email.toUpperCase() })
  t.match(own.json().errors, [{ pointer: '/password', code: 'same_as_email' }])
})

t.test('the last owner who can sign in cannot be removed', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { id } = (await owner.get('/api/users/me')).json()
  const url = `/api/users/${id}`
  const refused = [
    await owner.put(url, { role: 'staff' }),
    await owner.put(url, { isActive: false }),
    await owner.delete(url),
  ]
  for (const answer of refused) t.match(answer.json(), { status: 409, code: 'last_admin' })

  const second = (await owner.post('/api/users', someone({ role: 'admin' }))).json()
  await owner.put(`/api/users/${second.id}`, { isActive: false })
  t.equal((await owner.delete(url)).statusCode, 409, 'one who is switched off does not count')

  await owner.put(`/api/users/${second.id}`, { isActive: true })
  t.equal((await owner.put(url, { role: 'staff' })).statusCode, 200)
})

t.test('an owner without any event cannot be the last one removed either', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const quiet = someone({ role: 'admin' })
  const { id } = (await owner.post('/api/users', quiet)).json()
  const other = await program(app, quiet)
  const me = (await owner.get('/api/users/me')).json()
  await owner.put(`/api/users/${me.id}`, { isActive: false })
  t.match((await other.delete(`/api/users/${id}`)).json(), { status: 409, code: 'last_admin' })
})

t.test('an account without events is deleted; one with events is disabled', async (t) => {
  const fresh = await added()
  t.equal((await owner.delete(`/api/users/${fresh.id}`)).statusCode, 204)
  t.equal((await owner.get(`/api/users/${fresh.id}`)).statusCode, 404)

  const rosa = someone()
  const { id } = (await owner.post('/api/users', rosa)).json()
  await addOrder(await program(app, rosa))
  t.equal((await owner.delete(`/api/users/${id}`)).statusCode, 204)
  t.equal((await owner.get(`/api/users/${id}`)).json().isActive, false)
  const stale = await owner.delete(`/api/users/${id}`, { 'if-match': '"1"' })
  t.equal(stale.statusCode, 412)
})

t.test('an unknown account is 404', async (t) => {
  t.equal((await owner.get('/api/users/999')).statusCode, 404)
  t.equal((await owner.put('/api/users/999', { role: 'staff' })).statusCode, 404)
  t.equal((await owner.delete('/api/users/999')).statusCode, 404)
  t.equal((await owner.get('/api/users/abc')).statusCode, 404)
})

t.test('accounts are for owners only', async (t) => {
  for (const role of ['staff', 'customer'] as const) {
    const other = await program(app, await account(app, role))
    const answers = [
      await other.get('/api/users'),
      await other.post('/api/users', someone()),
      await other.get('/api/users/1'),
      await other.put('/api/users/1', { role: 'staff' }),
      await other.delete('/api/users/1'),
    ]
    for (const answer of answers) t.match(answer.json(), { status: 403, code: 'forbidden' }, role)
  }
})

t.test('everybody may change their own account, but not their own role', async (t) => {
  const { id: customerId } = await addCustomer(owner)
  const amina = await program(app, await account(app, 'customer', customerId))
  const saved = await amina.put('/api/users/me', { fullName: 'Amina B.', theme: 'dark' })
  t.match(saved.json(), { fullName: 'Amina B.', theme: 'dark', role: 'customer', customerId })
  for (const rights of [
    { role: 'admin' },
    { customerId: 1 },
    { isActive: true },
    { email: 'a@b.co' },
  ]) {
    t.equal((await amina.put('/api/users/me', rights)).statusCode, 422, JSON.stringify(rights))
  }
  const stale = await amina.put('/api/users/me', { theme: 'light' }, { 'if-match': '"1"' })
  t.equal(stale.statusCode, 412)
  t.equal((await app.inject('/api/users/me')).statusCode, 401)
})

t.test("one's own new password requires the current one", async (t) => {
  const rosa = await program(app, await account(app, 'staff'))
  const password = 'seven silver buttons'
  const missing = await rosa.put('/api/users/me', { password })
  t.match(missing.json().errors, [{ pointer: '/currentPassword', code: 'required' }])
  const wrong = await rosa.put('/api/users/me', { password, currentPassword: 'a guess' })
  t.match(wrong.json().errors, [{ pointer: '/currentPassword', code: 'wrong' }])
  const right = await rosa.put('/api/users/me', { password, currentPassword: PASSWORD })
  t.equal(right.statusCode, 200)
})

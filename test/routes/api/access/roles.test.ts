// Roles: who may what, changed by an owner, at once.
import t from 'tap'
import { build, program, signedIn } from '../../../support/app.ts'
import { accountWithRole } from '../../../support/roles.ts'
import { addOrder } from '../../../support/shop/factories.ts'

const app = await build(t)
const owner = await program(app)

interface RoleBody {
  id: number
  given: string | null
  permissions: string[]
  limits: { discount: string | null; refund: string | null }
}

const roles = async (): Promise<RoleBody[]> => (await owner.get('/api/roles')).json().data
const role = async (name: string) => {
  const found = (await roles()).find(({ given }) => given === name)
  if (!found) throw new Error(`no role ${name}`)
  return found
}

/** An account with a role of its own, as a program. */
async function withRole(permissions: string[], limits: object = {}) {
  const made = await owner.post('/api/roles', {
    name: `Role ${Math.random()}`,
    permissions,
    limits,
  })
  t.equal(made.statusCode, 201, made.body)
  const { id } = made.json()
  const { person, userId, roleId } = await accountWithRole(app, owner, id)
  t.equal(roleId, id)
  return { id, userId, caller: await program(app, person), person }
}

t.test('a shop begins with five roles, and every permission is listed', async (t) => {
  const given = (await roles()).map(({ given }) => given)
  t.same(given, ['owner', 'manager', 'counter', 'maker', 'customer'])
  const { data } = (await owner.get('/api/permissions')).json()
  t.same(
    (await role('owner')).permissions,
    data.map(({ name }: { name: string }) => name),
  )
  t.same((await role('customer')).permissions, [])
})

t.test('a role opens what its permissions name, and nothing else', async (t) => {
  const { caller } = await withRole(['customers.read'])
  t.equal((await caller.get('/api/customers')).statusCode, 200)
  t.equal((await caller.get('/api/orders')).statusCode, 200, 'what a permission requires')
  const refused = await caller.get('/api/payments')
  t.equal(refused.statusCode, 403)
  t.equal(refused.json().permission, 'reports.money', 'the missing permission is named')
  const added = await caller.post('/api/customers', { name: 'Zelda', phoneNumber: '0170 555 0142' })
  t.equal(added.json().permission, 'customers.write')
  t.equal((await owner.get('/api/customers?search=Zelda')).json().data.length, 0)
})

t.test('a changed role counts for the very next request', async (t) => {
  const { id, caller } = await withRole(['users.read'])
  t.equal((await caller.get('/api/orders')).statusCode, 403)
  await owner.put(`/api/roles/${id}`, { permissions: ['orders.read'] })
  t.equal((await caller.get('/api/orders')).statusCode, 200)
  t.equal((await caller.get('/api/users')).statusCode, 403)
})

t.test('the page begins where the role may go, and shows only those places', async (t) => {
  const { person } = await withRole(['users.read'])
  const visitor = await signedIn(app, person)
  t.equal((await visitor.get('/')).location, '/admin/users')
  const page = await visitor.get('/admin/users')
  const links = page
    .$('nav[aria-label="Main"] a')
    .toArray()
    .map((link) => page.$(link).attr('href'))
  t.same([...new Set(links)], ['/admin/users'])
})

t.test('a refund above the limit of the role is refused, and nothing is written', async (t) => {
  const { caller } = await withRole(
    ['orders.read', 'orders.write', 'payments.record', 'payments.refund'],
    { refund: '20.00', discount: '10' },
  )
  const order = await addOrder(owner)
  const { totalAmount } = (await owner.get(`/api/orders/${order.id}`)).json()
  const paid = await owner.post(`/api/orders/${order.id}/payments`, { amount: totalAmount })
  const refund = (amount: string) =>
    caller.post(`/api/orders/${order.id}/payments`, { kind: 'refund', amount })
  const refused = await refund('20.01')
  t.equal(refused.statusCode, 403)
  t.match(refused.json(), { code: 'above_limit', limit: '20.00' })
  const reversal = `/api/orders/${order.id}/payments/${paid.json().id}/reversal`
  t.equal((await caller.post(reversal, { reason: 'typed wrong' })).json().code, 'above_limit')
  t.equal((await refund('20.00')).statusCode, 201)
  t.equal((await owner.get(`/api/orders/${order.id}`)).json().payments.length, 2)
})

t.test('a discount above the limit is refused; one that was there stays', async (t) => {
  const { caller } = await withRole(['orders.read', 'orders.write'], { discount: '10' })
  const items = [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }]
  const customer = { name: 'Amina', phoneNumber: '0170 555 0199' }
  const place = (more: object) => caller.post('/api/orders', { customer, items, ...more })
  t.equal((await place({ discount: { percent: '10' } })).statusCode, 201)
  for (const more of [
    { discount: { percent: '10.01' } },
    { discount: { amount: '10.01' } },
    { items: [{ ...items[0], discount: { percent: '11' } }] },
  ]) {
    t.match((await place(more)).json(), { status: 403, code: 'above_limit', limit: '10' })
  }
  const mine = await owner.post('/api/orders', { customer, items, discount: { percent: '50' } })
  const edit = (body: object) => caller.put(`/api/orders/${mine.json().id}`, body)
  t.equal(
    (await edit({ items: [{ itemName: 'Gown', quantity: 1, unitPrice: '120.00' }] })).statusCode,
    200,
  )
  t.equal((await edit({ discount: { percent: '51' } })).json().code, 'above_limit')
})

t.test('a payment needs its own permission, however it is made', async (t) => {
  const { caller } = await withRole(['orders.read', 'orders.write', 'orders.move'])
  const { id } = await addOrder(owner)
  const paying = await caller.put(`/api/orders/${id}/status`, { paymentStatus: 'paid' })
  t.equal(paying.json().permission, 'payments.record')
  const items = [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }]
  const customer = { name: 'Amina', phoneNumber: '0170 555 0188' }
  const deposit = { amount: '10.00' }
  const placed = await caller.post('/api/orders', { customer, items, deposit })
  t.equal(placed.json().permission, 'payments.record')
  t.equal((await owner.get(`/api/orders/${id}`)).json().paidAmount, '0.00')
})

t.test('a move and an undo need their own permission, however they are made', async (t) => {
  const { caller, id: roleId } = await withRole(['orders.write', 'orders.move', 'payments.record'])
  const { id } = await addOrder(owner)
  const at = `/api/orders/${id}`
  await caller.put(`${at}/status`, { status: 'in_progress' })
  const { data } = (await owner.get(`${at}/events`)).json()
  await owner.put(`/api/roles/${roleId}`, { permissions: ['orders.write', 'payments.record'] })
  const answers = [
    await caller.post('/api/undos', { eventId: data[0].id }),
    await caller.put(at, { status: 'ready', notes: 'Blue' }),
    await caller.post(`${at}/payments`, { amount: '1.00', status: 'ready' }),
    await caller.put(`${at}/status`, { status: 'ready' }),
  ]
  for (const { body } of answers) t.equal(JSON.parse(body).permission, 'orders.move', body)
  t.match((await owner.get(at)).json(), { status: 'in_progress', notes: null, paidAmount: '0.00' })
})

t.test('nobody gives more than they have', async (t) => {
  const { caller, userId, id } = await withRole(
    ['users.read', 'users.write', 'roles.write', 'customers.read'],
    { refund: '5.00' },
  )
  const refused = async (answer: Promise<{ statusCode: number; body: string }>) => {
    const { statusCode, body } = await answer
    t.equal(statusCode, 403, body)
    t.equal(JSON.parse(body).code, 'more_rights')
  }
  const { id: ownerRole } = await role('owner')
  await refused(caller.put(`/api/users/${userId}`, { roleId: ownerRole }))
  await refused(caller.put(`/api/roles/${id}`, { permissions: ['settings.write'] }))
  await refused(caller.put(`/api/roles/${id}`, { limits: { refund: '5.01' } }))
  await refused(caller.post('/api/roles', { name: 'Free', permissions: [], limits: {} }))
  await refused(
    caller.post('/api/users', {
      email: 'second@shop.test',
      password: 'correct horse battery',
      fullName: 'Second',
      role: 'admin',
    }),
  )
  await refused(caller.put('/api/users/1', { password: 'correct horse battery' }))
  await refused(caller.delete('/api/users/1'))
  const made = await caller.post('/api/roles', {
    name: 'Reader',
    permissions: ['customers.read'],
    limits: { discount: '0', refund: '5.00' },
  })
  t.equal(made.statusCode, 201, made.body)
})

t.test('roles that every shop has stay, and one in use cannot be deleted', async (t) => {
  const owners = await role('owner')
  t.equal(
    (await owner.put(`/api/roles/${owners.id}`, { permissions: [] })).json().code,
    'role_fixed',
  )
  t.equal((await owner.delete(`/api/roles/${owners.id}`)).json().code, 'role_fixed')
  const { id, userId } = await withRole(['customers.read'])
  t.match((await owner.delete(`/api/roles/${id}`)).json(), { code: 'role_in_use', users: 1 })
  await owner.put(`/api/users/${userId}`, { role: 'staff' })
  t.equal((await owner.get(`/api/users/${userId}`)).json().roleId, id, 'it is of that tier already')
  await owner.put(`/api/users/${userId}`, { roleId: (await role('counter')).id })
  t.equal((await owner.delete(`/api/roles/${id}`)).statusCode, 204)
  t.match((await owner.put('/api/users/1', { role: 'staff' })).json(), { code: 'last_admin' })
})

t.test('names are unique whatever their case, and a role and its tier agree', async (t) => {
  const taken = await owner.post('/api/roles', { name: ' COUNTER ', permissions: [] })
  t.match(taken.json(), { status: 409, code: 'role_name_taken', errors: [{ pointer: '/name' }] })
  const contradiction = await owner.post('/api/users', {
    email: 'third@shop.test',
    password: 'correct horse battery',
    fullName: 'Third',
    role: 'customer',
    roleId: (await role('counter')).id,
  })
  t.match(contradiction.json(), { status: 422, errors: [{ pointer: '/role' }] })
  const stale = await owner.send({
    method: 'PUT',
    url: `/api/roles/${(await role('manager')).id}`,
    payload: { name: 'Tailor' },
    headers: { 'if-match': '"99"' },
  })
  t.equal(stale.statusCode, 412)
})

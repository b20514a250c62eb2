// Erasing a customer of whom every table knows something: afterwards none does, and nobody else has lost anything.
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { Sql, sql } from '../../../../src/db/sql.ts'
import { eventsOf, openShop, refused } from '../../../support/api.ts'
import { PASSWORD, program } from '../../../support/app.ts'
import { send } from '../../../support/imports.ts'
import { multipart } from '../../../support/multipart.ts'
import { turnOn } from '../../../support/second-factor.ts'
import { addCustomer, addOrder, addPhotos, newPhone } from '../../../support/shop/factories.ts'
import { twoHalves } from '../../../support/shop/photo-files.ts'
import { tracesOf } from '../../../support/shop/traces.ts'

const { app, owner } = await openShop(t)

const BEFORE = {
  ...{ name: 'Zuleikha Quint', phoneNumber: '0151 4440001', email: 'zq-old@example.com' },
  ...{ address: '1 Quince Lane', notes: 'limping', externalReference: 'WEB-ZULEIKHA' },
  metadata: { shoe: 'Bergamot' },
}
const NOW = {
  ...{ name: 'Zuleikha Marchetti', phoneNumber: '020 7946 112233', email: 'zm@example.com' },
  ...{ address: '7 Orchard Mews', notes: 'hates velvet', emailConsent: true },
}
const ACCOUNT = { email: 'zuleikha.account@example.com', password: PASSWORD }
const WORDS = [
  ...['Zuleikha', 'Quint', '4440001', '7946112233', '7946 112233', 'zq-old', 'zm@example'],
  ...['Quince', 'limping', 'Bergamot', 'Orchard Mews', 'velvet', 'Marchetti', 'Harrow Road'],
]

/** Zuleikha with all that the shop can store of a person. */
async function zuleikha() {
  const key = (name: string) => ({ 'idempotency-key': name })
  const { id } = (await owner.post('/api/customers', BEFORE, key('z-1'))).json()
  await owner.put(`/api/customers/${id}`, NOW)
  await owner.put(`/api/customers/${id}`, { emailConsent: false, textConsent: true })
  const double = await addCustomer(owner, { ...BEFORE, name: 'Zuleikha Double' })
  const orders = await ordersOf(double.id)
  await owner.post(`/api/customers/${id}/merge`, { from: double.id }, key('z-2'))
  await owner.post(`/api/customers/${id}/claim-code`, {})
  const secrets = await accountOf(id)
  await fileOf('zuleikha marchetti.csv')
  return { id: id as number, orders, secrets }
}

async function ordersOf(customerId: number) {
  const key = (name: string) => ({ 'idempotency-key': `${name}-${customerId}` })
  const items = [
    {
      itemName: 'Gown for Zuleikha Double',
      description: 'Zuleikha Quint: ivory',
      unitPrice: '80',
      quantity: 1,
    },
  ]
  const order = await addOrder(owner, {
    ...{ customer: undefined, customerId, items, notes: 'For Zuleikha', internalNotes: 'limping' },
    ...{ shippingAddress: '9 Harrow Road', externalReference: 'Z-Bergamot' },
  })
  const url = `/api/orders/${order.id}`
  await owner.put(url, { notes: 'Zuleikha, soon', metadata: { a: 'Bergamot' } })
  await addPhotos(owner, order.id)
  const note = { amount: '80.00', note: 'from Zuleikha' }
  const paid = (await owner.post(`${url}/payments`, note, key('pay'))).json()
  const reason = { reason: 'Zuleikha asked for it' }
  await owner.post(`${url}/payments/${paid.id}/reverse`, reason, key('back'))
  const cancelled = await owner.put(`${url}/status`, { status: 'cancelled' })
  t.equal(cancelled.statusCode, 200, cancelled.body)
  return [order.id as number]
}

/** @returns texts that stand for the account: hashes and secrets */
async function accountOf(customerId: number): Promise<string[]> {
  const fields = { ...ACCOUNT, fullName: 'Zuleikha Deleted', role: 'customer' }
  const gone = (await owner.post('/api/users', fields)).json()
  await owner.delete(`/api/users/${gone.id}`)
  const user = (await owner.post('/api/users', { ...fields, customerId })).json()
  const own = await program(app, ACCOUNT)
  await own.put('/api/users/me', { fullName: 'Zuleikha Quint', address: '1 Quince Lane' })
  const form = new FormData()
  form.append('avatar', new File([await twoHalves(400, 300).jpeg().toBuffer()], 'me.jpg'))
  const avatar = await own.send({
    ...{ method: 'PUT', url: '/api/users/me/avatar' },
    ...(await multipart(form)),
  })
  t.equal(avatar.statusCode, 200, avatar.body)
  await turnOn(app, own)
  await owner.post(`/api/users/${user.id}/password-link`, {})
  const wrong = { ...ACCOUNT, password: 'wrong' }
  await app.inject({ method: 'POST', url: '/api/auth/login', payload: wrong })
  const valuesOf = async (table: string, column: string, key = 'user_id') => {
    const rows = await app.db.all<{ value: string }>(sql`
      SELECT ${identifierOf(column)} AS value FROM ${identifierOf(table)}
      WHERE ${identifierOf(key)} = ${user.id as number}`)
    return rows.map(({ value }) => value)
  }
  return [
    ...(await valuesOf('users', 'password_hash', 'id')),
    ...(await valuesOf('users', 'avatar_sha256', 'id')),
    ...(await valuesOf('second_factors', 'secret')),
    ...(await valuesOf('recovery_codes', 'code_hash')),
    ...(await valuesOf('password_links', 'secret_hash')),
  ]
}

/** An import that stopped half-way, and one whose report shows her. */
async function fileOf(fileName: string) {
  const file = `name,phone\nZuleikha Marchetti,0151 4440001\nOther Person,0151 4440099\n`
  const report = (await send(owner, 'customers', `${file}Zuleikha Marchetti,x\n`)).json()
  t.ok(report.problemCount > 0)
  await send(owner, 'customers', 'ref,name,phone\nZuleikha-9,Zuleikha Marchetti,0151 4440001\n')
  await app.db.write(async (tx) => {
    const at = '2026-11-02T09:30:00.000Z'
    const run = await tx.get<{ id: number }>(sql`
      INSERT INTO import_runs (noun, state, file_name, user_name, runner, total, problems, report, created_at, updated_at)
      VALUES ('customers', 'interrupted', ${fileName}, 'Ines', 'x', 2,
              ${JSON.stringify([{ line: 2, column: 'phone', code: 'x', detail: 'Zuleikha Marchetti' }])},
              ${JSON.stringify({ preview: [{ customerName: 'Zuleikha Marchetti', phoneNumber: '0151 4440001' }] })},
              ${at}, ${at})
      RETURNING id`)
    await tx.run(sql`
      INSERT INTO import_files (run_id, content, created_at, updated_at)
      VALUES (${run?.id ?? 0}, ${gzipSync(Buffer.from(file))}, ${at}, ${at})`)
  })
}

t.test('no text of any table tells of the person afterwards', async (t) => {
  const { id, orders, secrets } = await zuleikha()
  const looked = [...WORDS, ACCOUNT.email, ...secrets]
  const before = await tracesOf(app, looked)
  for (const place of [
    ...['customers.name', 'events.data', 'events.actor_name', 'idempotency_keys.answer'],
    ...[
      'import_files.content',
      'import_runs.report',
      'import_runs.problems',
      'import_runs.file_name',
    ],
    ...['item_names.name', 'order_items.item_name', 'order_items.description', 'orders.notes'],
    ...['payments.note', 'users.email', 'users.password_hash', 'users.avatar_sha256'],
    ...['second_factors.secret', 'recovery_codes.code_hash', 'password_links.secret_hash'],
    ...['import_lines.reference', 'imported_rows.reference'],
  ]) {
    t.ok(
      before.some((trace) => trace.startsWith(place)),
      `there is something in ${place}`,
    )
  }
  t.ok((await owner.get('/api/integrity')).json().ok)

  // The import above added her once more: that record is merged, too.
  const { data } = (await owner.get('/api/customers?search=Zuleikha')).json()
  for (const other of data as { id: number }[]) {
    if (other.id !== id) await owner.post(`/api/customers/${id}/merge`, { from: other.id })
  }
  const answer = await owner.post(`/api/customers/${id}/erase`, {})
  t.equal(answer.statusCode, 200, answer.body)
  t.strictSame(await tracesOf(app, looked), [])
  for (const table of ['order_images', 'image_blobs', 'user_avatars', 'customer_proofs']) {
    const rows = await app.db.all(sql`SELECT * FROM ${identifierOf(table)}`)
    t.strictSame(rows, [], table)
  }
  const report = (await owner.get('/api/integrity')).json()
  t.ok(report.ok, JSON.stringify(report.problems))
  const order = (await owner.get(`/api/orders/${orders[0]}`)).json()
  t.equal(order.items[0].itemName, 'Gown for Erased', 'what was made is still said')
  t.equal(order.totalAmount, '80.00')
  const login = await app.inject({ method: 'POST', url: '/api/auth/login', payload: ACCOUNT })
  t.equal(login.statusCode, 401)
  const { data: users } = (await owner.get('/api/users?role=customer')).json()
  const [userId] = (users as { id: number }[]).map((user) => user.id)
  t.ok(userId)
  const byOtherName = await app.inject({
    ...{ method: 'POST', url: '/api/auth/login' },
    payload: { email: `erased-${userId}@erased.invalid`, password: PASSWORD },
  })
  t.equal(byOtherName.statusCode, 401)
})

t.test('fields that an undone merge put into another record are taken out there', async (t) => {
  const ida = await addCustomer(owner, { name: 'Ida', phoneNumber: newPhone() })
  const orla = { name: 'Orla Finch', phoneNumber: '0151 4440777', email: 'orla@finch.example' }
  const { id } = await addCustomer(owner, orla)
  await owner.post(`/api/customers/${ida.id}/merge`, { from: id })
  const eventId = (await eventsOf(app, 'customer', ida.id)).at(-1)?.id
  t.equal((await owner.post('/api/undos', { eventId })).statusCode, 201)
  t.ok((await tracesOf(app, ['orla@finch'])).length > 0)
  t.equal((await owner.post(`/api/customers/${id}/erase`, {})).statusCode, 200)
  t.strictSame(await tracesOf(app, ['Orla', 'orla@finch', '4440777']), [])
  t.match((await owner.get(`/api/customers/${ida.id}`)).json(), { name: 'Ida', email: null })
})

t.test('nobody else loses a word, and words that only look alike stay', async (t) => {
  const cash = await addCustomer(owner, { name: 'Cash', phoneNumber: newPhone() })
  const order = await addOrder(owner, {
    ...{ customer: undefined, customerId: cash.id },
    items: [
      { itemName: 'Cashmere coat', description: 'Cash paid', unitPrice: '10.00', quantity: 1 },
    ],
  })
  await owner.post(`/api/orders/${order.id}/payments`, { amount: '10.00', method: 'cash' })
  for (const status of ['in_progress', 'ready', 'completed']) {
    await owner.put(`/api/orders/${order.id}/status`, { status })
  }
  const other = await addOrder(owner, {
    ...{ customer: { name: 'Cash Junior', phoneNumber: newPhone() }, notes: 'for Cash' },
    items: [{ itemName: 'Coat for Cash', unitPrice: '10.00', quantity: 1 }],
  })
  t.equal((await owner.post(`/api/customers/${cash.id}/erase`, {})).statusCode, 200)
  const [item] = (await owner.get(`/api/orders/${order.id}`)).json().items
  t.match(item, { itemName: 'Cashmere coat', description: 'Erased paid' })
  const [payment] = (await owner.get(`/api/orders/${order.id}`)).json().payments
  t.equal(payment.method, 'cash')
  const kept = (await owner.get(`/api/orders/${other.id}`)).json()
  t.match(kept, { notes: 'for Cash', customer: { name: 'Cash Junior' } })
  t.equal(kept.items[0].itemName, 'Coat for Cash')
  t.ok((await owner.get('/api/integrity')).json().ok)
})

t.test('names of scripts without blanks are found inside a word', async (t) => {
  const { id } = await addCustomer(owner, { name: '王小明', phoneNumber: newPhone() })
  const order = await addOrder(owner, {
    ...{ customer: undefined, customerId: id },
    items: [{ itemName: '王小明的礼服', unitPrice: '0.00', quantity: 1 }],
  })
  const cancelled = await owner.put(`/api/orders/${order.id}/status`, { status: 'cancelled' })
  t.equal(cancelled.statusCode, 200, cancelled.body)
  const answer = await owner.post(`/api/customers/${id}/erase`, {})
  t.equal(answer.statusCode, 200, answer.body)
  t.strictSame(await tracesOf(app, ['王小明']), [])
})

t.test('an interrupted import whose file is gone asks for the file', async (t) => {
  const { id } = (await app.db.get<{ id: number }>(
    sql`SELECT id FROM import_runs WHERE state = 'interrupted'`,
  )) ?? { id: 0 }
  const answer = await owner.post(`/api/imports/${id}/continuation`, {})
  refused(t, answer, 409, 'import_forgotten')
})

function identifierOf(name: string): Sql {
  return new Sql([`"${name}"`], [])
}

// Undo: within ten minutes, by whoever did it, unless something depends on it; it restores the exact state.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { PERMISSIONS } from '../../../../src/schemas/access/permissions.ts'
import { undoEvent } from '../../../../src/services/history/undo/index.ts'
import { change, NO_LIMITS } from '../../../../src/services/shared/change.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { account, type Program, program } from '../../../support/app.ts'
import { addCustomer, addEmployee, addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const staff = await program(app, await account(app, 'staff'))

const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()
const pay = (id: number, payment: object) => staff.post(`/api/orders/${id}/payments`, payment)
const move = (id: number, body: object) => staff.put(`/api/orders/${id}/status`, body)
const undo = (eventId: number, who: Program = staff) => who.post('/api/undos', { eventId })
const lastEvent = async (id: number) => (await eventsOf(app, 'order', id)).at(-1)?.id ?? 0

/** The state of an order that an undo has to restore. */
async function standing(id: number) {
  const { status, paymentStatus, paidAmount, balance, archivedAt, retainedAmount, refundDue } =
    await orderOf(id)
  return { status, paymentStatus, paidAmount, balance, archivedAt, retainedAmount, refundDue }
}

const refusedBecause = (
  t: Parameters<typeof refused>[0],
  answer: Awaited<ReturnType<typeof undo>>,
  reason: string,
) => {
  refused(t, answer, 409, 'undo_refused', reason)
  t.equal(answer.json().reason, reason)
}

t.test('every move is undone, also against the transition table', async (t) => {
  const { id } = await addOrder(owner, { deposit: { amount: '50.00' } })
  for (const body of [
    { status: 'in_progress' },
    { status: 'ready' },
    { status: 'completed' },
    { status: 'cancelled', retainedAmount: '20.00' },
  ]) {
    const before = await standing(id)
    t.equal((await move(id, body)).statusCode, 200)
    const eventId = await lastEvent(id)
    const answer = await undo(eventId)
    t.equal(answer.statusCode, 201, body.status)
    t.match(answer.json(), {
      type: 'order.status_updated',
      entityId: id,
      data: { status: { before: body.status, after: before.status }, undoes: eventId },
    })
    t.strictSame(await standing(id), before, body.status)
    if (body.status !== 'completed') await move(id, body)
    if (body.status === 'cancelled') break
  }
  const cancelled = await standing(id)
  t.match(cancelled, { status: 'cancelled', retainedAmount: '20.00', refundDue: '30.00' })
  await move(id, { status: 'pending' })
  await undo(await lastEvent(id))
  t.strictSame(await standing(id), cancelled, 'what was kept is kept again')
})

t.test('a payment and a refund are undone, with the payment status', async (t) => {
  const { id } = await addOrder(owner)
  for (const payment of [
    { amount: '30.00' },
    { amount: '155.50', kind: 'payment' },
    { kind: 'refund', amount: '185.50' },
    { amount: '10.00' },
  ]) {
    const before = await standing(id)
    await pay(id, payment)
    const eventId = await lastEvent(id)
    const answer = await undo(eventId)
    t.match(answer.json(), { type: 'payment.reversed', data: { undoes: eventId } })
    t.strictSame(await standing(id), before, payment.amount)
    refusedBecause(t, await undo(eventId), 'already_undone')
    await pay(id, payment)
  }
  t.match(await standing(id), { paymentStatus: 'partial', paidAmount: '10.00' })
})

t.test('an archived order, customer and employee are restored', async (t) => {
  const { id } = await addOrder(owner)
  await staff.delete(`/api/orders/${id}`)
  t.match((await undo(await lastEvent(id))).json(), { type: 'order.restored' })
  t.equal((await orderOf(id)).archivedAt, null)
  for (const [entity, added] of [
    ['customer', await addCustomer(owner)],
    ['employee', await addEmployee(owner)],
  ] as const) {
    const url = `/api/${entity}s/${added.id}`
    await staff.delete(url)
    const eventId = (await eventsOf(app, entity, added.id)).at(-1)?.id ?? 0
    t.match((await undo(eventId)).json(), {
      type: `${entity}.restored`,
      data: { undoes: eventId },
    })
    t.equal((await owner.get(url)).json().archivedAt, null, entity)
  }
})

t.test('only its author may undo, and only for ten minutes', async (t) => {
  const { id } = await addOrder(owner)
  await move(id, { status: 'in_progress' })
  const eventId = await lastEvent(id)
  refusedBecause(t, await undo(eventId, owner), 'not_yours')
  const actor = {
    userId: (await eventsOf(app, 'order', id)).at(-1)?.actorId ?? null,
    name: 'A staff',
    permissions: PERMISSIONS,
    limits: NO_LIMITS,
  }
  const after = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
  const late = app.db.write((tx) => undoEvent(change(tx, actor, null, after(10.1)), eventId))
  await t.rejects(late, { code: 'undo_refused', extras: { members: { reason: 'too_late' } } })
  const inTime = app.db.write((tx) => undoEvent(change(tx, actor, null, after(9.9)), eventId))
  await t.resolves(inTime)
})

t.test('an event that something depends on cannot be undone', async (t) => {
  for (const [what, builds] of [
    ['a later move', (id: number) => move(id, { status: 'ready' })],
    ['a later payment', (id: number) => pay(id, { amount: '5.00' })],
    ['an edit', (id: number) => staff.put(`/api/orders/${id}`, { notes: 'In satin' })],
    ['an archiving', (id: number) => staff.delete(`/api/orders/${id}`)],
  ] as const) {
    const { id } = await addOrder(owner)
    await move(id, { status: 'in_progress' })
    const eventId = await lastEvent(id)
    await builds(id)
    refusedBecause(t, await undo(eventId), 'overtaken')
    t.equal((await orderOf(id)).status, what === 'a later move' ? 'ready' : 'in_progress', what)
  }
})

t.test('events are undone one after the other, the last one first', async (t) => {
  const { id } = await addOrder(owner)
  const before = await standing(id)
  await pay(id, { amount: '50.00' })
  const payment = await lastEvent(id)
  await move(id, { status: 'in_progress' })
  const moved = await lastEvent(id)
  refusedBecause(t, await undo(payment), 'overtaken')
  t.equal((await undo(moved)).statusCode, 201)
  t.equal((await undo(payment)).statusCode, 201)
  t.strictSame(await standing(id), before)
})

t.test('other events cannot be undone, and none twice', async (t) => {
  const { id } = await addOrder(owner)
  refusedBecause(t, await undo(await lastEvent(id)), 'not_undoable')
  await move(id, { status: 'in_progress' })
  const eventId = await lastEvent(id)
  const [one, other] = await Promise.all([undo(eventId), undo(eventId)])
  t.strictSame([one.statusCode, other.statusCode].sort(), [201, 409])
  refusedBecause(t, await undo(await lastEvent(id)), 'not_undoable')
  refused(t, await undo(999_999), 404, 'not_found')
  t.strictSame(wrongFields(await staff.post('/api/undos', {})), { '/eventId': 'required' })
  const users = await app.db.get<{ id: number }>(sql`SELECT id FROM events WHERE entity = 'user'`)
  refused(t, await undo(users?.id ?? 0), 404, 'not_found')
})

t.test('undoing a payment keeps required payments and the ledger consistent', async (t) => {
  const { id } = await addOrder(owner)
  await pay(id, { amount: '185.50' })
  const eventId = await lastEvent(id)
  await undo(eventId)
  const { payments } = await orderOf(id)
  t.match(payments, [
    { kind: 'payment', reversedById: payments[1].id },
    { kind: 'refund', reversesId: payments[0].id, note: 'Undone' },
  ])
})

t.test('afterwards the integrity check finds no problems', async (t) => {
  t.match((await owner.get('/api/integrity')).json(), { ok: true, problems: [] })
})

// Reassignment: hands an employee's open orders to somebody else or to nobody, and archives the employee if asked to.
import { setTimeout as pause } from 'node:timers/promises'
import { list, sql } from '../../../db/sql.ts'
import { type FieldError, invalid } from '../../../lib/errors/refusal.ts'
import type { Reassignment, ReassignmentInput } from '../../../schemas/orders/reassignment.ts'
import { expectMay } from '../../access/rights.ts'
import { getEmployee } from '../../people/employees/index.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { employeeProblem } from '../references.ts'
import { archiveEmployee, countOpenWork, openAmong, someOpenWork } from './open-work.ts'

/** Orders of one transaction, which take 20 ms of processor time. */
const MOST_AT_ONCE = 100

type Work<Result> = (change: Change) => Promise<Result>

/** How transactions are run: the first under the idempotency key of the request, if it has one. */
export interface Writes {
  first<Result>(work: Work<Result>): Promise<Result>
  next<Result>(work: Work<Result>): Promise<Result>
}

interface Step {
  /** Orders to move when this step began. */
  total: number
  /** Of these, still to move. */
  left: number
  open: number
  archived: boolean
}

/**
 * Up to 100 orders are one transaction. More are moved in several, so that nobody else waits; the last one archives.
 * @throws Refusal `not_found`, `forbidden`, `invalid_input`, `open_work`
 */
export async function reassignWork(
  writes: Writes,
  id: number,
  input: ReassignmentInput,
): Promise<Reassignment> {
  const begun = await writes.first((change) => step(change, id, input))
  let now = begun
  while (now.left > 0) {
    // About as long as a batch, so that other requests get half of the processor.
    await pause(20)
    now = await writes.next((change) => step(change, id, input))
  }
  const { open, archived } = now
  return { employeeId: id, to: input.to, moved: begun.total, open, archived }
}

async function step(change: Change, id: number, input: ReassignmentInput): Promise<Step> {
  expectMay(change, 'orders.write')
  if (input.archive) expectMay(change, 'employees.write')
  const { archivedAt } = await getEmployee(change, id)
  await expectTarget(change, id, input.to)
  const { orderIds, total } = await chosenOrders(change, id, input)
  await moveOrders(change, orderIds, id, input.to)
  const left = total - orderIds.length
  const isLast = left === 0 && input.archive === true
  if (isLast) await archiveEmployee(change, id)
  const open = await countOpenWork(change, id)
  return { total, left, open, archived: isLast || archivedAt !== null }
}

async function expectTarget(change: Change, id: number, to: number | null): Promise<void> {
  const problems =
    to === id
      ? [wrong('/to', 'reference', 'Choose somebody else: these orders are theirs already.')]
      : (await employeeProblem(change, to)).map((problem) => ({ ...problem, pointer: '/to' }))
  if (problems.length > 0) throw invalid(...problems)
}

async function chosenOrders(change: Change, id: number, { orderIds }: ReassignmentInput) {
  if (orderIds === undefined) {
    const open = await someOpenWork(change, id, MOST_AT_ONCE)
    const total = open.length < MOST_AT_ONCE ? open.length : await countOpenWork(change, id)
    return { orderIds: open, total }
  }
  const open = await openAmong(change, id, orderIds)
  const problems = orderIds.flatMap((orderId, at) =>
    open.has(orderId)
      ? []
      : [wrong(`/orderIds/${at}`, 'reference', `Order ${orderId} is no open order of theirs.`)],
  )
  if (problems.length > 0) throw invalid(...problems)
  return { orderIds, total: orderIds.length }
}

const wrong = (pointer: string, code: string, detail: string): FieldError => ({
  pointer,
  code,
  detail,
})

/** One statement for all orders, and an event for each, as if each had been edited. */
async function moveOrders(change: Change, ids: readonly number[], from: number, to: number | null) {
  if (ids.length === 0) return
  await change.run(sql`
    UPDATE orders
    SET employee_id = ${to}, version = version + 1, content_version = version + 1,
        updated_at = ${change.at}
    WHERE id IN (${list(ids)})`)
  for (const id of ids) {
    await recordEvent(change, 'order.updated', id, { employeeId: { before: from, after: to } })
  }
}

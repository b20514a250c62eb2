// Verifies orders: amounts against their lines, payments against the ledger, and gaps in order numbers.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { Findings } from './findings.ts'
import { type OrderBooks, readBooks } from './order-rows.ts'
import { problemsOf } from './rules.ts'

/** A few milliseconds per batch; other requests are served in between. */
const BATCH_SIZE = 150
const MOST_TRIES = 5

export async function checkOrders(db: Reader, findings: Findings): Promise<void> {
  let last = 0
  while (true) {
    const books = await readBooks(db, last, BATCH_SIZE)
    for (const order of books) {
      last = checkNumber(order, last, findings)
      if (problemsOf(order).length > 0) findings.add(...(await confirmed(db, order)))
      findings.checked.items += order.items.length
      findings.checked.payments += order.payments.length
    }
    findings.checked.orders += books.length
    if (books.length < BATCH_SIZE) break
    await setImmediate()
  }
  await checkCounter(db, findings)
}

/** The first order number: the counter begins at 1000. */
const FIRST = 1001

function checkNumber({ id, number }: OrderBooks, last: number, findings: Findings): number {
  const expected = last === 0 ? FIRST : last + 1
  if (number !== expected) {
    const missing = number - 1 === expected ? expected : `${expected} to ${number - 1}`
    const detail = `Before this order a number is missing: ${missing}.`
    findings.add({ table: 'orders', id, orderNumber: number, detail })
  }
  return number
}

/** Read again until the version is stable: a change between the reads of its tables can look like an error. */
async function confirmed(db: Reader, order: OrderBooks, tries = MOST_TRIES) {
  const [again] = await readBooks(db, order.number - 1, 1)
  if (!again || tries === 0) return []
  if (again.version === order.version) return problemsOf(again)
  return confirmed(db, again, tries - 1)
}

/** One statement, so that an order created at this moment is in both numbers or in neither. */
async function checkCounter(db: Reader, findings: Findings): Promise<void> {
  const row = await db.get<{ counter: number; last: number | null }>(sql`
    SELECT value AS counter, (SELECT max(number) FROM orders) AS last
    FROM counters
    WHERE name = 'order_number'`)
  if (row && row.counter === (row.last ?? FIRST - 1)) return
  const detail = row
    ? `The last order number that was given is ${row.counter}, but the last order has ${row.last ?? 'none'}.`
    : 'The counter of order numbers is missing.'
  findings.add({ table: 'counters', id: null, detail })
}

// Property test of orders and payments: any concurrent sequence of actions keeps all amounts consistent.
import fc from 'fast-check'
import t from 'tap'
import { type Sql, sql } from '../../../src/db/sql.ts'
import { Refusal } from '../../../src/lib/errors/refusal.ts'
import { currencyDigits, formatAmount } from '../../../src/lib/money/amounts.ts'
import type { OrderStatus } from '../../../src/schemas/orders/status.ts'
import { checkIntegrity } from '../../../src/services/audit/integrity.ts'
import { undoEvent } from '../../../src/services/history/undo/index.ts'
import { archiveOrder, restoreOrder } from '../../../src/services/orders/archive.ts'
import { updateOrder } from '../../../src/services/orders/edit.ts'
import { createOrder } from '../../../src/services/orders/entry.ts'
import { recordPayment } from '../../../src/services/orders/payments/index.ts'
import { reversePayment } from '../../../src/services/orders/payments/reversals.ts'
import { getOrder } from '../../../src/services/orders/read.ts'
import { setOrderStatus } from '../../../src/services/orders/status.ts'
import type { Order } from '../../../src/services/orders/types.ts'
import { type Actor, type Change, change, SYSTEM } from '../../../src/services/shared/change.ts'
import { openShop } from '../../support/api.ts'
import { ENGINE } from '../../support/database/index.ts'
import { AMINA } from '../../support/shop/factories.ts'

const INES: Actor = { ...SYSTEM, userId: 1, name: 'Ines Almeida' }

/** To repeat a failure: `BOOKS_SEED=... npm test -- test/services/audit/books.test.ts`. */
const seed = Number(process.env.BOOKS_SEED ?? Date.now() % 2 ** 31)

const SHOPS = [
  { currency: 'EUR', mode: 'exclusive', rate: 19000 },
  { currency: 'KWD', mode: 'inclusive', rate: 8875 },
  { currency: 'JPY', mode: 'none', rate: 0 },
]

/**
 * Sequences, each of five people who change the same two orders. On PostgreSQL they run concurrently, with retries.
 */
const RUNS = Number(process.env.BOOKS_RUNS ?? (ENGINE === 'sqlite' ? 100 : 25))

const WHAT = [
  'pay',
  'pay',
  'deposit',
  'refund',
  'reverse',
  'edit',
  'discount',
  'move',
  'cancel',
  'undo',
  'undo',
  'settle',
  'archive',
] as const

/** One action; `much` selects an amount or a row. */
const step = fc.record({
  what: fc.constantFrom(...WHAT),
  second: fc.boolean(),
  much: fc.integer({ min: 1, max: 1000 }),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

const lane = fc.array(step, { minLength: 1, maxLength: 5 })

const STATUSES: readonly OrderStatus[] = ['in_progress', 'ready', 'completed', 'pending']

/** The request of a step, based on the order as last seen, which may have changed since. */
function wish({ what, much }: Step, order: Order, currency: string) {
  const said = (units: number) => formatAmount(Math.max(1, Math.round(units)), currency)
  const { id, totalAmount, paidAmount, balance, payments } = order
  const pick = <One>(all: readonly One[]) => all[much % all.length]
  const pay = (kind: 'payment' | 'deposit' | 'refund', units: number) => (change: Change) =>
    recordPayment(change, id, { kind, amount: said(units), method: 'card' })
  const wishes: Record<Step['what'], (change: Change) => Promise<unknown>> = {
    pay: pay('payment', (balance * much) / 900),
    deposit: pay('deposit', (totalAmount * much) / 2000),
    refund: pay('refund', (paidAmount * much) / 900),
    reverse: (change) => reversePayment(change, id, pick(payments)?.id ?? 0, 'A mistake'),
    edit: (change) => updateOrder(change, id, { items: itemsOf(much, said) }),
    discount: (change) => updateOrder(change, id, { discount: discountOf(much, said) }),
    move: (change) => setOrderStatus(change, id, { status: pick(STATUSES) as OrderStatus }),
    cancel: (change) =>
      setOrderStatus(change, id, { status: 'cancelled', retainedAmount: said(paidAmount / much) }),
    undo: async (change) => {
      const last = await change.all<{ id: number }>(sql`
        SELECT id FROM events WHERE entity = 'order' AND entity_id = ${id} ORDER BY id DESC LIMIT 2`)
      await undoEvent(change, pick(last)?.id ?? 0)
    },
    settle: (change) => setOrderStatus(change, id, { paymentStatus: 'paid' }),
    archive: (change) => (order.archivedAt ? restoreOrder(change, id) : archiveOrder(change, id)),
  }
  return wishes[what]
}

const discountOf = (much: number, said: (units: number) => string) =>
  [null, { percent: String(much / 10) }, { amount: said(much) }][much % 3]

/** Up to three items, with prices that do not divide evenly. */
const itemsOf = (much: number, said: (units: number) => string) =>
  [3333, much * 7, 1].slice(0, 1 + (much % 3)).map((price, at) => ({
    itemName: `Line ${at}`,
    quantity: 1 + ((much + at) % 4),
    unitPrice: said(price),
    discount: at === 1 ? { percent: '12.5' } : null,
  }))

for (const { currency, mode, rate } of SHOPS) {
  t.test(`the amounts of orders in ${currency} stay consistent`, async (t) => {
    const { app } = await openShop(t, { currency })
    const { db } = app
    await db.write((tx) =>
      tx.run(sql`UPDATE settings SET tax_mode = ${mode}, tax_rate = ${rate}, tax_label = 'VAT'`),
    )
    const write = <Result>(work: (change: Change) => Promise<Result>) =>
      db.write((tx) => work(change(tx, INES)))
    const done = new Map<string, number>()

    async function attempt(one: Step, ids: readonly number[]) {
      const order = await getOrder(db, ids[one.second ? 1 : 0] ?? 0)
      try {
        await write(wish(one, order, currency))
        done.set(one.what, (done.get(one.what) ?? 0) + 1)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }

    const property = fc.asyncProperty(
      fc.array(lane, { minLength: 5, maxLength: 5 }),
      async (lanes) => {
        const unit = 10 ** -currencyDigits(currency)
        const said = (units: number) => (units * unit).toFixed(currencyDigits(currency))
        const orders = await Promise.all(
          [7, 500].map((much) =>
            write((change) =>
              createOrder(change, { customer: AMINA, items: itemsOf(much, said) }, 'counter'),
            ),
          ),
        )
        const ids = orders.map(({ id }) => id)
        await Promise.all(
          lanes.map(async (steps) => {
            for (const one of steps) await attempt(one, ids)
          }),
        )
        for (const id of ids) {
          const wrong = await db.all(imbalances(id))
          if (wrong.length > 0) throw new Error(`Order ${id}: ${JSON.stringify(wrong)}`)
        }
      },
    )
    await fc.assert(property, { numRuns: RUNS, seed })

    for (const what of new Set(WHAT)) {
      t.ok(done.has(what), `${what} was done ${done.get(what) ?? 0} times`)
    }
    const { problems } = await checkIntegrity(db)
    t.strictSame(problems, [], `the whole book, from seed ${seed}`)
  })
}

/** Contradictions of an order, calculated from its items and its ledger: no rows if consistent. */
const imbalances = (id: number): Sql => sql`
  WITH counted AS (
    SELECT o.*,
           (SELECT sum(i.quantity * i.unit_price - i.discount_amount)
            FROM order_items i WHERE i.order_id = o.id) AS lines,
           (SELECT coalesce(sum(CASE p.kind WHEN 'refund' THEN -p.amount ELSE p.amount END), 0)
            FROM payments p WHERE p.order_id = o.id) AS ledger,
           EXISTS (SELECT 1 FROM payments p
                   WHERE p.order_id = o.id AND p.kind = 'refund' AND p.reverses_id IS NULL
                     AND NOT EXISTS (SELECT 1 FROM payments r WHERE r.reverses_id = p.id)) AS refunded
    FROM orders o
    WHERE o.id = ${id}
  )
  SELECT subtotal, lines, discount_amount, tax_amount, total_amount, paid_amount, ledger, payment_status
  FROM counted
  WHERE subtotal <> lines
     OR total_amount <> subtotal - discount_amount
          + CASE tax_mode WHEN 'exclusive' THEN tax_amount ELSE 0 END
     OR discount_amount > subtotal
     OR paid_amount <> ledger
     OR ledger > total_amount
     OR ledger < 0
     OR payment_status <> CASE
          WHEN ledger = 0 AND refunded THEN 'refunded'
          WHEN ledger >= total_amount THEN 'paid'
          WHEN ledger > 0 THEN 'partial'
          ELSE 'unpaid' END`

// Sixty orders of one year, for list tests: every value is shared by several orders, in every combination.
import { sql } from '../../../src/db/sql.ts'
import { endOfDay, startOfDay } from '../../../src/lib/time/shop-time.ts'
import { everyPage, type Shop } from '../api.ts'
import { AMINA, addCustomer, addEmployee, addOrder, ROSA } from './factories.ts'

export interface Row {
  id: number
  number: number
  status: string
  paymentStatus: string
  employeeId: number | null
  customerId: number
  dateOfCreation: string
  deadline: string | null
  totalAmount: string
  archivedAt: string | null
  overdue: boolean
  customer: { name: string }
}

const statuses = ['pending', 'in_progress', 'ready', 'completed', 'cancelled']
const payments = ['unpaid', 'partial', 'paid', 'refunded']
const days = ['2026-03-08', '2026-05-01', '2026-11-01', '2027-01-31', '2032-06-30']

/** Fills the shop and returns its orders as its lists do, the archived ones last. */
export async function takeSixtyOrders({ app, owner }: Shop, timeZone: string): Promise<Row[]> {
  const rosa = await addEmployee(owner)
  const ben = await addEmployee(owner, { ...ROSA, name: 'Ben Okafor' })
  const customers = [await addCustomer(owner), await addCustomer(owner, { ...AMINA, name: 'Zoë' })]
  for (let at = 0; at < 60; at++) {
    const { id } = await addOrder(owner, {
      customer: undefined,
      customerId: customers[at % 2]?.id,
      employeeId: [rosa.id, ben.id, null][at % 3],
    })
    const day = days[(at * 7) % 5] ?? ''
    const deadline = at % 4 === 0 ? null : day
    await app.db.write((tx) =>
      tx.run(sql`
        UPDATE orders
        SET status = ${statuses[at % 5] ?? ''}, payment_status = ${payments[(at * 3) % 4] ?? ''},
            date_of_creation = ${startOfDay(days[at % 4] ?? '', timeZone)}, deadline = ${deadline},
            due_at = ${deadline && endOfDay(deadline, timeZone)},
            total_amount = ${[0, 1000, 25_000][at % 3] ?? 0},
            archived_at = ${at % 11 === 0 ? '2026-11-20T10:00:00.000Z' : null}
        WHERE id = ${id}`),
    )
  }
  const all = await everyPage<Row>(owner, '/api/orders?limit=200')
  const archived = await everyPage<Row>(owner, '/api/orders?limit=200&archived=true')
  return [...all, ...archived]
}

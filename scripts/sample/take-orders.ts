// Fills a small sample shop through the services, one action after the other in order of time, so that all rules hold
// and all events exist.
import type { Transaction } from '../../src/db/database.ts'
import { createOrder } from '../../src/services/orders/entry.ts'
import { recordPayment } from '../../src/services/orders/payments/index.ts'
import { addImages } from '../../src/services/orders/photos.ts'
import { setOrderStatus } from '../../src/services/orders/status.ts'
import { createCustomer } from '../../src/services/people/customers/index.ts'
import type { PreparedPhoto } from '../../src/services/photos/prepare.ts'
import { type Change, change } from '../../src/services/shared/change.ts'
import { typedDiscount } from './discounts.ts'
import { actorOf, customers, SAMPLE } from './people.ts'
import type { Plan, PlannedOrder } from './plan.ts'
import type { Step } from './story.ts'

export interface Work {
  plan: Plan
  seed: number
  employees: readonly number[]
  orders: readonly PlannedOrder[]
  /** By position of their order. */
  photos: ReadonlyMap<number, readonly PreparedPhoto[]>
}

interface Act {
  at: string
  employee: number | null
  work: (change: Change) => Promise<void>
}

/** Carries out the plan in one transaction: a shop is filled completely or not at all. */
export async function takeOrders(tx: Transaction, work: Work): Promise<void> {
  for (const act of acts(work)) {
    await act.work(change(tx, actorOf(act.employee), SAMPLE, act.at))
  }
}

function acts(work: Work): Act[] {
  const customerIds: number[] = []
  const visits = [...customers(work.seed, work.plan.customers)].map(
    (customer, position): Act => ({
      at: work.plan.customerSince(position),
      employee: null,
      work: async (change) => {
        customerIds[position] = (await createCustomer(change, customer)).id
      },
    }),
  )
  const orders = work.orders.flatMap((_, position) => actsOf(work, position, customerIds))
  return [...visits, ...orders].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function actsOf(work: Work, position: number, customerIds: readonly number[]): Act[] {
  const order = work.orders[position] as PlannedOrder
  const photos = work.photos.get(position)
  let id = 0
  const act = (at: string, run: Act['work']): Act => ({ at, employee: order.employee, work: run })
  return [
    act(order.placedAt, async (change) => {
      id = await place(change, work, order, customerIds[order.customer])
    }),
    ...order.steps.map((step) =>
      act(work.plan.calendar.moment(step.at), (change) => take(change, id, step)),
    ),
    ...(photos ? [act(order.placedAt, (change) => show(change, id, photos))] : []),
  ]
}

async function place(change: Change, work: Work, order: PlannedOrder, customerId?: number) {
  const { employee, deadline, notes, internalNotes, items, channel } = order
  const lines = items.map(({ itemName, description, quantity, price, ...discount }) => ({
    itemName,
    description,
    quantity,
    unitPrice: price,
    discount: typedDiscount(discount),
  }))
  const employeeId = employee === null ? null : (work.employees[employee] ?? null)
  const discount = typedDiscount(order)
  const input = { customerId, employeeId, deadline, notes, internalNotes, discount, items: lines }
  return (await createOrder(change, input, channel)).id
}

async function take(change: Change, id: number, step: Step): Promise<void> {
  if ('status' in step) await setOrderStatus(change, id, { status: step.status })
  else {
    const { payment, amount, method } = step
    await recordPayment(change, id, { kind: payment, amount, method })
  }
}

async function show(change: Change, id: number, photos: readonly PreparedPhoto[]): Promise<void> {
  await addImages(change, id, photos, photos.length)
}

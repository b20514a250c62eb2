// Whom an order refers to: they must exist, and still be with us.
import type { OrderInput, OrderPatch } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { findCustomer } from './customers.ts'
import { findEmployee } from './employees.ts'
import type { Order } from './order-types.ts'
import type { FieldError } from './refusal.ts'

const wrong = (pointer: string, detail: string): FieldError[] => [
  { pointer, code: 'reference', detail },
]

/** What is wrong with the employee of an order, if anything. */
export async function employeeProblem(
  change: Change,
  id: number | null | undefined,
): Promise<FieldError[]> {
  if (!id) return []
  const employee = await findEmployee(change, id)
  if (!employee) return wrong('/employeeId', 'There is no such employee.')
  return employee.archivedAt
    ? wrong('/employeeId', `${employee.name} does not work here any more.`)
    : []
}

type CustomerChoice = Pick<OrderInput, 'customerId' | 'customer'>

/** What is wrong with the choice of a customer: one that is there, or a new one, and not both. */
export async function customerProblem(
  change: Change,
  choice: CustomerChoice,
): Promise<FieldError[]> {
  const { customerId, customer } = choice
  if (customer && customerId)
    return wrong('/customer', 'Give either customerId or a new customer, not both.')
  if (customer) return []
  if (!customerId) return wrong('/customerId', 'Choose a customer, or enter a new one.')
  const known = await findCustomer(change, customerId)
  if (!known) return wrong('/customerId', 'There is no such customer.')
  return known.archivedAt
    ? wrong('/customerId', `${known.name} is archived. Restore the customer first.`)
    : []
}

/** Only what the patch changes is checked: an order may keep an employee who has left since. */
export async function referenceProblems(
  change: Change,
  before: Order,
  patch: OrderPatch,
): Promise<FieldError[]> {
  const newEmployee = patch.employeeId !== before.employeeId ? patch.employeeId : undefined
  const isOtherCustomer = patch.customerId && patch.customerId !== before.customerId
  return [
    ...(await employeeProblem(change, newEmployee)),
    ...(isOtherCustomer || patch.customer ? await customerProblem(change, patch) : []),
  ]
}

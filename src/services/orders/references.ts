// Validates the references of an order: its customer and employee must exist and not be archived.
import type { Reader } from '../../db/database.ts'
import type { FieldError } from '../../lib/errors/refusal.ts'
import type { OrderInput, OrderPatch } from '../../schemas/orders/index.ts'
import { findCustomer } from '../people/customers/index.ts'
import { findEmployee } from '../people/employees/index.ts'
import type { Change } from '../shared/change.ts'
import type { Order } from './types.ts'

const wrong = (pointer: string, detail: string): FieldError[] => [
  { pointer, code: 'reference', detail },
]

export async function employeeProblem(
  db: Reader,
  id: number | null | undefined,
): Promise<FieldError[]> {
  if (!id) return []
  const employee = await findEmployee(db, id)
  if (!employee) return wrong('/employeeId', 'There is no such employee.')
  return employee.archivedAt
    ? wrong(
        '/employeeId',
        `${employee.name} is archived. Choose somebody else, or restore the employee first.`,
      )
    : []
}

type CustomerChoice = Pick<OrderInput, 'customerId' | 'customer'>

export async function customerProblem(db: Reader, choice: CustomerChoice): Promise<FieldError[]> {
  const { customerId, customer } = choice
  if (customer && customerId)
    return wrong('/customer', 'Give either customerId or a new customer, not both.')
  if (customer) return []
  if (!customerId) return wrong('/customerId', 'Choose a customer, or enter a new one.')
  const existing = await findCustomer(db, customerId)
  if (!existing) return wrong('/customerId', 'There is no such customer.')
  return existing.archivedAt
    ? wrong('/customerId', `${existing.name} is archived. Restore the customer first.`)
    : []
}

/** Checks only what the patch changes: an order may keep an employee who was archived later. */
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

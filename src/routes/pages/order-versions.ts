// Two people changed the same order: where the two versions differ, in words and not in ids.
import type { Order } from '../../services/order-types.ts'
import type { OrderFormState, Row } from './order-form.ts'

export interface Difference {
  label: string
  yours: string
  theirs: string
}

interface Named {
  id: number
  name: string
}

/** Whom the ids in the form may stand for. */
export interface Choices {
  customers: readonly Named[]
  employees: readonly Named[]
}

const LABELS: Record<string, string> = {
  customerId: 'Customer',
  employeeId: 'Made by',
  deadline: 'Deadline',
  deadlineTime: 'Time',
  notes: 'Notes',
  internalNotes: 'Internal notes',
  'discount.percent': 'Discount in percent',
  'discount.amount': 'Discount',
}

/** Where what was typed differs from what is stored now in `order`. */
export function differencesOf(
  typed: OrderFormState,
  stored: OrderFormState,
  order: Order,
  { customers, employees }: Choices,
): Difference[] {
  const people: Record<string, readonly Named[]> = {
    customerId: [...customers, { id: order.customerId, name: order.customerName }],
    employeeId: employees,
  }
  const told = ({ values }: OrderFormState, name: string) => {
    const value = values[name] ?? ''
    if (name === 'customerId' && value === 'new') return values['customer.name'] ?? ''
    return people[name]?.find(({ id }) => String(id) === value)?.name ?? value
  }
  const fields = Object.entries(LABELS).map(([name, label]) => ({
    label,
    yours: told(typed, name),
    theirs: told(stored, name),
  }))
  const items = { label: 'Items', yours: linesOf(typed.rows), theirs: linesOf(stored.rows) }
  return [...fields, items].filter(({ yours, theirs }) => yours !== theirs)
}

const linesOf = (rows: readonly Row[]) => rows.map(lineOf).join('\n')

const lineOf = ({ quantity, itemName, description, unitPrice, ...row }: Row) =>
  `${quantity} × ${itemName}${description && ` (${description})`} at ${unitPrice}${offOf(row)}`

/** ', 10 % off' */
function offOf(discount: Pick<Row, 'discountPercent' | 'discountAmount'>): string {
  const { discountPercent: percent, discountAmount: amount } = discount
  return percent || amount ? `, ${percent ? `${percent} %` : amount} off` : ''
}

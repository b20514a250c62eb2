// Two people changed the same order: what each has, so that saving writes only what its author touched.
import type { Order } from '../../services/order-types.ts'
import type { ByField } from './forms.ts'
import type { OrderFormState } from './order-form.ts'
import { bothRows, rowTaken } from './order-row-versions.ts'

/** A part that is not the same in what was typed and in what is stored now. */
export interface Difference {
  label: string
  yours: string
  theirs: string
  /** Which of the two the form holds now: the stored one where its author had left it alone. */
  holds: 'yours' | 'theirs'
  /** What a button sends to take the stored one after all; null where the form has another way. */
  take: string | null
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

/** Fields that mean something only together are one part. */
const PARTS: readonly [label: string, ...names: string[]][] = [
  ['Customer', 'customerId'],
  ['Made by', 'employeeId'],
  ['Deadline', 'deadline', 'deadlineTime'],
  ['Notes', 'notes'],
  ['Internal notes', 'internalNotes'],
  ['Discount', 'discount.percent', 'discount.amount'],
]
const NAMES = PARTS.flatMap(([, ...names]) => names)

/** What a hidden field of the form keeps: the order as it was when the form was opened. */
export const openedWith = ({ values, rows }: OrderFormState): string =>
  JSON.stringify({ values: Object.fromEntries(NAMES.map((name) => [name, values[name]])), rows })

/** Undefined for a form that does not say: then all of it counts as touched. */
function openedIn({ values }: OrderFormState): OrderFormState | undefined {
  try {
    const { values: kept, rows } = JSON.parse(values.was ?? '')
    return Array.isArray(rows) ? { values: Object(kept), rows } : undefined
  } catch {
    return undefined
  }
}

/** What was typed on top of what is stored now; a part that was left alone takes the stored one. */
export function bothVersions(
  typed: OrderFormState,
  stored: OrderFormState,
  told: (values: ByField, name: string) => string,
) {
  const opened = openedIn(typed)
  const values: ByField = Object.assign(Object.create(null), typed.values)
  const differences: Difference[] = []
  for (const [label, ...names] of PARTS) {
    if (isSame(names, typed.values, stored.values)) continue
    const isTouched = !opened || !isSame(names, typed.values, opened.values)
    if (!isTouched) for (const name of names) values[name] = stored.values[name] ?? ''
    const tell = (of: ByField) =>
      names
        .map((name) => told(of, name))
        .join(' ')
        .trim()
    differences.push({
      label,
      yours: tell(typed.values),
      theirs: tell(stored.values),
      holds: isTouched ? 'yours' : 'theirs',
      take: names[0] ?? null,
    })
  }
  const items = bothRows(opened?.rows, typed.rows, stored.rows)
  return {
    state: { values, rows: items.rows },
    differences: [...differences, ...items.differences],
  }
}

const isSame = (names: readonly string[], one: ByField, other: ByField) =>
  names.every((name) => (one[name] ?? '').trim() === (other[name] ?? '').trim())

/** The form after somebody chose the stored version of one part: a field, or an item. */
export function withTaken(
  { values, rows }: OrderFormState,
  stored: OrderFormState,
  take: string,
): OrderFormState {
  const names = PARTS.find(([, name]) => name === take)?.slice(1) ?? []
  const taken = names.map((name) => [name, stored.values[name] ?? ''])
  return {
    values: Object.assign(Object.create(null), values, Object.fromEntries(taken)),
    rows: rowTaken(rows, stored.rows, take),
  }
}

/** Ids in the words of the shop. */
export const tellerOf = (order: Order, { customers, employees }: Choices) => {
  const people: Record<string, readonly Named[]> = {
    customerId: [...customers, { id: order.customerId, name: order.customerName }],
    employeeId: employees,
  }
  return (values: ByField, name: string): string => {
    const value = values[name] ?? ''
    if (name === 'customerId' && value === 'new') return values['customer.name'] ?? ''
    if (name === 'discount.percent' && value) return `${value} %`
    return people[name]?.find(({ id }) => String(id) === value)?.name ?? value
  }
}

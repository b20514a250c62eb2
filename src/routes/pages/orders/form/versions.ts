// Merge of an order form with a version that somebody else saved: saving writes only what its author changed.

import { dictionary } from '../../../../lib/dictionary.ts'
import type { Order } from '../../../../services/orders/types.ts'
import type { Difference } from '../../../../views/contexts/orders/form.ts'
import { type ByField, textsIn } from '../../forms.ts'
import { type OrderFormState, rowsIn } from './fields.ts'
import { applyRowChoice, bothRows } from './row-versions.ts'

interface Named {
  id: number
  name: string
}

/** Names for the ids in the form. */
export interface Choices {
  customers: readonly Named[]
  employees: readonly Named[]
}

/** Fields that are meaningful only together form one part. */
const PARTS: readonly [label: string, ...names: string[]][] = [
  ['Customer', 'customerId'],
  ['Made by', 'employeeId'],
  ['Due date', 'deadline', 'deadlineTime'],
  ['Notes', 'notes'],
  ['Internal notes', 'internalNotes'],
  ['Discount', 'discount.percent', 'discount.amount'],
]
const NAMES = PARTS.flatMap(([, ...names]) => names)

/** Value of the hidden field `was`: the order when the form was opened. */
export const openedValues = ({ values, rows }: OrderFormState): string =>
  JSON.stringify({ values: Object.fromEntries(NAMES.map((name) => [name, values[name]])), rows })

/** `undefined` without the hidden field: then all fields count as changed. */
function openedIn({ values }: OrderFormState): OrderFormState | undefined {
  try {
    const { values: kept, rows } = JSON.parse(values.was ?? '')
    return Array.isArray(rows) ? { values: textsIn(kept), rows: rowsIn(rows) } : undefined
  } catch {
    return undefined
  }
}

/** Typed values over the stored ones; a part that its author did not change takes the stored value. */
export function bothVersions(
  typed: OrderFormState,
  stored: OrderFormState,
  told: (values: ByField, name: string) => string,
) {
  const opened = openedIn(typed)
  const values: ByField = dictionary(typed.values)
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

/** The form with the stored version of the part that somebody chose: a field, or an item. */
export function applyChoices(
  { values, rows }: OrderFormState,
  stored: OrderFormState,
  take: string,
): OrderFormState {
  const names = PARTS.find(([, name]) => name === take)?.slice(1) ?? []
  const taken = names.map((name) => [name, stored.values[name] ?? ''])
  return {
    values: dictionary({ ...values, ...Object.fromEntries(taken) }),
    rows: applyRowChoice(rows, stored.rows, take),
  }
}

export const describeChoices = (order: Order, { customers, employees }: Choices) => {
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

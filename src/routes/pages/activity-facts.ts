// The facts of an event for people: each field before and after, with names and amounts as the shop writes them.
import { ORDER_STATUSES, PAYMENT_STATUSES } from '../../schemas/order-status.ts'
import type { Names } from '../../services/activity.ts'
import type { EventData } from '../../services/events.ts'
import type { Formats } from '../../services/formats.ts'
import { ORDER_STATUS, PAYMENT_STATUS } from '../../views/status-labels.ts'
import { fieldWords, isChange } from './activity-words.ts'

export interface Fact {
  field: string
  /** Null for a plain fact, which has only one value. */
  before: string | null
  after: string
}

/** All that an event knows. */
export const factsOf = (data: EventData, names: Names, fmt: Formats): Fact[] =>
  Object.entries(data).map(([name, value]) => {
    const say = (one: unknown) => valueWords(name, one, names, fmt)
    const field = fieldWords(name)
    return isChange(value)
      ? { field, before: say(value.before), after: say(value.after) }
      : { field, before: null, after: say(value) }
  })

const NOTHING = 'nothing'

function valueWords(field: string, value: unknown, names: Names, fmt: Formats): string {
  if (value === null || value === undefined || value === '') return NOTHING
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map((one) => partWords(one, fmt)).join('; ') || NOTHING
  if (typeof value === 'object') return partWords(value, fmt)
  if (field === 'customerId' || field === 'employeeId') {
    return names[field].get(Number(value)) ?? `no. ${value}`
  }
  return textWords(field, String(value), fmt)
}

/** An item of an order as people say it; of anything else its members. */
function partWords(part: unknown, fmt: Formats): string {
  if (typeof part !== 'object' || part === null) return String(part)
  const { itemName, quantity, unitPrice, ...rest } = part as Record<string, unknown>
  if (typeof itemName === 'string') {
    return `${quantity} × ${itemName}, ${fmt.moneyOf(String(unitPrice))}`
  }
  return Object.entries(rest)
    .map(([name, value]) => `${fieldWords(name)} ${value}`)
    .join(', ')
}

function textWords(field: string, text: string, fmt: Formats): string {
  if (/(^a|A)mount$/.test(field) && /^\d+(\.\d+)?$/.test(text)) return fmt.moneyOf(text)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return fmt.date(text)
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return fmt.dateTime(text)
  if (field === 'status' && isOneOf(ORDER_STATUSES, text)) return ORDER_STATUS[text].label
  if (field === 'paymentStatus' && isOneOf(PAYMENT_STATUSES, text)) {
    return PAYMENT_STATUS[text].label
  }
  return text
}

const isOneOf = <const One extends string>(all: readonly One[], text: string): text is One =>
  (all as readonly string[]).includes(text)

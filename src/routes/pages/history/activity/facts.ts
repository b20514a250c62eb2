// Changed fields of an event, before and after, with names and amounts formatted for the shop.

import { isolateBidi } from '../../../../lib/text/normalize.ts'
import { ORDER_STATUSES, PAYMENT_STATUSES } from '../../../../schemas/orders/status.ts'
import type { Names } from '../../../../services/history/activity.ts'
import type { EventRow } from '../../../../services/shared/events/read.ts'
import type { Fact } from '../../../../views/contexts/history.ts'
import type { Formats } from '../../../../views/helpers/formats.ts'
import { ORDER_STATUS, PAYMENT_STATUS } from '../../../../views/helpers/labels/status.ts'
import { fieldWords, isChange } from '../words/fields.ts'
import {
  deliveryMethodWords,
  isDeliveryMethod,
  isOpeningHours,
  openingHoursWords,
} from '../words/shop.ts'

export const factsOf = ({ data }: EventRow, names: Names, fmt: Formats): Fact[] =>
  Object.entries(data).map(([name, value]: [string, unknown]) => {
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

/** An item of an order, a delivery method or opening hours as a short text; of other objects their members. */
function partWords(part: unknown, fmt: Formats): string {
  if (typeof part !== 'object' || part === null) return String(part)
  if ('itemName' in part && 'quantity' in part && 'unitPrice' in part) {
    const name = isolateBidi(String(part.itemName))
    return `${part.quantity} × ${name}, ${fmt.moneyOf(String(part.unitPrice))}`
  }
  if (isOpeningHours(part)) return openingHoursWords(part, fmt)
  if (isDeliveryMethod(part)) return deliveryMethodWords(part, fmt)
  return Object.entries(part)
    .filter(([, value]) => value !== null)
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

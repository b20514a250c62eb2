// Changed fields of an event, before and after, with names and amounts formatted for the shop.

import { isolateBidi } from '../../../../lib/text/normalize.ts'
import { addDays } from '../../../../lib/time/shop-time.ts'
import { ORDER_STATUSES, PAYMENT_STATUSES } from '../../../../schemas/orders/status.ts'
import type { DeliveryMethodJson } from '../../../../schemas/shop/delivery-methods.ts'
import type { OpeningHours } from '../../../../schemas/shop/opening-hours.ts'
import type { Names } from '../../../../services/history/activity.ts'
import type { EventRow } from '../../../../services/shared/events/read.ts'
import type { Fact } from '../../../../views/contexts/history.ts'
import type { Formats } from '../../../../views/helpers/formats.ts'
import { ORDER_STATUS, PAYMENT_STATUS } from '../../../../views/helpers/labels/status.ts'
import { fieldWords, isChange } from '../words/fields.ts'

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
  if (isDeliveryMethod(part)) {
    const free = part.freeFrom === null ? '' : `, free from ${fmt.moneyOf(part.freeFrom)}`
    return `${isolateBidi(part.name)}, ${fmt.moneyOf(part.price)}${free}`
  }
  if (isOpeningHours(part)) return hoursWords(part, fmt)
  if ('itemName' in part && 'quantity' in part && 'unitPrice' in part) {
    const name = isolateBidi(String(part.itemName))
    return `${part.quantity} × ${name}, ${fmt.moneyOf(String(part.unitPrice))}`
  }
  return Object.entries(part)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${fieldWords(name)} ${value}`)
    .join(', ')
}

const isDeliveryMethod = (part: object): part is DeliveryMethodJson =>
  'freeFrom' in part && 'kind' in part && 'price' in part

const isOpeningHours = (part: object): part is OpeningHours =>
  'weekly' in part && 'exceptions' in part

/** A Monday. */
const FIRST = '2024-01-01'

/** 'Monday 09:00 to 18:00; 25 Dec 2026 closed' */
function hoursWords({ weekly, exceptions }: OpeningHours, fmt: Formats): string {
  const span = (opens: string, closes: string) => `${fmt.clock(opens)} to ${fmt.clock(closes)}`
  return [
    ...weekly.map(
      ({ weekday, opens, closes }) =>
        `${fmt.dayName(addDays(FIRST, weekday - 1))} ${span(opens, closes)}`,
    ),
    ...exceptions.map(
      ({ day, opens, closes }) =>
        `${fmt.date(day)} ${opens === null || closes === null ? 'closed' : span(opens, closes)}`,
    ),
  ].join('; ')
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

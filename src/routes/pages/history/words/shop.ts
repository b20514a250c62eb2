// Values of the shop's settings as short texts: opening hours and delivery methods.
import { isolateBidi } from '../../../../lib/text/normalize.ts'
import type { DeliveryMethodJson } from '../../../../schemas/shop/delivery-methods.ts'
import type { OpeningException, OpeningHours } from '../../../../schemas/shop/opening-hours.ts'
import type { Formats } from '../../../../views/helpers/formats.ts'
import { weekdayName } from '../../../../views/helpers/labels/opening.ts'

export const isOpeningHours = (value: object): value is OpeningHours =>
  'weekly' in value && 'exceptions' in value

/** 'Monday 09:00–13:00, Monday 14:00–18:00, 24 Dec 2026 closed (Christmas)' */
export function openingHoursWords({ weekly, exceptions }: OpeningHours, fmt: Formats): string {
  const week = weekly.map(
    ({ weekday, opens, closes }) => `${weekdayName(weekday, 'en')} ${opens}–${closes}`,
  )
  return [...week, ...exceptions.map((one) => exceptionWords(one, fmt))].join(', ') || 'closed'
}

function exceptionWords({ day, opens, closes, note }: OpeningException, fmt: Formats): string {
  const hours = opens === null || closes === null ? 'closed' : `${opens}–${closes}`
  return `${fmt.date(day)} ${hours}${note ? ` (${isolateBidi(note)})` : ''}`
}

export const isDeliveryMethod = (value: object): value is DeliveryMethodJson =>
  'kind' in value && 'freeFrom' in value

/** 'Courier €6.50, free from €150.00' */
export function deliveryMethodWords(method: DeliveryMethodJson, fmt: Formats): string {
  const { name, price, freeFrom, note } = method
  const free = freeFrom === null ? '' : `, free from ${fmt.moneyOf(freeFrom)}`
  return `${isolateBidi(name)} ${fmt.moneyOf(price)}${free}${note ? ` (${isolateBidi(note)})` : ''}`
}

// Deadline presets: the days a shop promises most often, as one-tap buttons.
import { addDays } from '../../lib/time/shop-time.ts'

export interface DeadlinePick {
  label: string
  /** '2026-11-27' */
  day: string
}

const FRIDAY = 5

/** From today on, without duplicates: on a Thursday, tomorrow is a Friday already, so the next Friday is offered. */
export function deadlinePicks(today: string): DeadlinePick[] {
  return [
    { label: 'Today', day: today },
    { label: 'Tomorrow', day: addDays(today, 1) },
    { label: 'In 3 days', day: addDays(today, 3) },
    { label: 'Next Friday', day: nextFriday(today) },
    { label: 'In 2 weeks', day: addDays(today, 14) },
  ].filter(({ day }, index, all) => all.findIndex((other) => other.day === day) === index)
}

function nextFriday(today: string): string {
  const from = addDays(today, 2)
  const weekday = new Date(from).getUTCDay()
  return addDays(from, (FRIDAY - weekday + 7) % 7)
}

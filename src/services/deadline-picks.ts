// The days a shop promises most often, to be chosen with one tap.
import { addDays } from './shop-time.ts'

export interface DeadlinePick {
  label: string
  /** '2026-11-27' */
  day: string
}

const FRIDAY = 5

/** From today on, each day once: on a Thursday tomorrow is a Friday already, so the next one is meant. */
export function deadlinePicks(today: string): DeadlinePick[] {
  return [
    { label: 'Today', day: today },
    { label: 'Tomorrow', day: addDays(today, 1) },
    { label: 'In 3 days', day: addDays(today, 3) },
    { label: 'Next Friday', day: nextFriday(today) },
    { label: 'In 2 weeks', day: addDays(today, 14) },
  ].filter(({ day }, index, all) => all.findIndex((other) => other.day === day) === index)
}

/** The first Friday after tomorrow. */
function nextFriday(today: string): string {
  const from = addDays(today, 2)
  const weekday = new Date(from).getUTCDay()
  return addDays(from, (FRIDAY - weekday + 7) % 7)
}

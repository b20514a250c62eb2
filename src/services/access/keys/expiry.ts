// End of an API key: a day of the shop's time zone, until its last moment, or a timestamp.
import { Temporal } from 'temporal-polyfill'
import { invalid } from '../../../lib/errors/refusal.ts'
import { endOfDay } from '../../../lib/time/shop-time.ts'
import { isMoment, storedMoment } from '../../../lib/time/timestamps.ts'

/** @param now RFC 3339 in UTC @returns in UTC @throws Refusal `invalid_input` for what is neither, or has passed */
export function parseExpiry(text: string, timeZone: string, now: string): string {
  const expiresAt = isMoment(text) ? storedMoment(text) : lastMoment(text, timeZone)
  if (expiresAt === undefined) {
    throw wrong(
      'expiry',
      'Write the end as a day, such as 2099-12-31, or a moment, such as 2099-12-31T15:00:00Z.',
    )
  }
  if (expiresAt <= now) throw wrong('past', 'This end has passed. Choose a later one.')
  return expiresAt
}

function lastMoment(day: string, timeZone: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  try {
    return endOfDay(Temporal.PlainDate.from(day, { overflow: 'reject' }).toString(), timeZone)
  } catch {
    return undefined
  }
}

const wrong = (code: string, detail: string) => invalid({ pointer: '/expiresAt', code, detail })

// Optimistic locking: refuses a change made from an older version.
import { Refusal } from '../../lib/errors/refusal.ts'

/** The version the client edited, or several of which one must match; undefined skips the check. */
export type ExpectedVersion = number | readonly number[] | undefined

/** @throws Refusal `stale_version` (412) */
export function expectVersion(what: string, current: number, expected: ExpectedVersion): void {
  if (expected === undefined || [expected].flat().includes(current)) return
  throw new Refusal(
    'stale',
    'stale_version',
    `Someone else changed this ${what}. Look at the new version, then save again.`,
    { members: { currentVersion: current } },
  )
}

// Nobody overwrites somebody else's change without seeing it.
import { Refusal } from './refusal.ts'

/**
 * Refuses a change that was made from an older version.
 * @param expected the version it was made from; undefined when the caller did not say
 * @throws Refusal `stale_version` (412)
 */
export function expectVersion(what: string, current: number, expected: number | undefined): void {
  if (expected === undefined || expected === current) return
  throw new Refusal(
    'stale',
    'stale_version',
    `This ${what} was changed by somebody else in the meantime. Look at the new version, then save again.`,
    { members: { currentVersion: current } },
  )
}

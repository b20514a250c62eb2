// The lock of shared tablets: after some minutes without use, or at once by hand, until somebody types a PIN or a password.
import { sql } from '../../../db/sql.ts'
import type { Change } from '../../shared/change.ts'

/** Columns of a session `s`, as `locksAt` reads them. */
export const LOCK = sql`
  s.locked_at AS "lockedAt",
  (SELECT g.tablet_lock_minutes FROM settings g WHERE g.id = 1) AS "lockMinutes"`

export interface StoredLock {
  deviceId: number | null
  seenAt: string
  lockedAt: string | null
  lockMinutes: number | null
}

/** Uses are recorded at most this often, so that it never locks too early. */
const RECORDED_MS = 10_000

/** In Unix milliseconds; infinite where it never locks. */
export function locksAt({ deviceId, seenAt, lockedAt, lockMinutes }: StoredLock): number {
  if (lockedAt !== null) return Date.parse(lockedAt)
  if (deviceId === null || !lockMinutes) return Number.POSITIVE_INFINITY
  return Date.parse(seenAt) + lockMinutes * 60_000 + RECORDED_MS
}

export async function lockSession(change: Change, sessionId: number): Promise<void> {
  await change.run(sql`
    UPDATE sessions SET locked_at = ${change.at}, updated_at = ${change.at}
    WHERE id = ${sessionId} AND device_id IS NOT NULL AND revoked_at IS NULL`)
}

// Sessions: one row for each signed-in browser or API client; each can be ended on its own.
import type { Reader } from '../../../db/database.ts'
import { empty, sql } from '../../../db/sql.ts'
import { createSecret, hashSecret } from '../../../lib/secrets.ts'
import type { Change } from '../../shared/change.ts'

export type SessionKind = 'browser' | 'token'

export interface Session {
  id: number
  kind: SessionKind
  userAgent: string | null
  createdAt: string
  lastUsedAt: string
}

export interface NewSession {
  userId: number
  userAgent: string | undefined
  address: string
  /** Seconds of inactivity until it expires. */
  expiresIn: number
  /** `pin` on a shared tablet; `password` by default. */
  openedBy?: 'password' | 'pin'
  /** The shared tablet, if it is on one. */
  deviceId?: number
}

export const secondsAfter = (at: string, seconds: number): string =>
  new Date(Date.parse(at) + seconds * 1000).toISOString()

/** Creates a browser session. The secret is for the cookie; only its hash is stored. */
export async function startBrowserSession(
  change: Change,
  session: NewSession,
): Promise<{ id: number; secret: string }> {
  const secret = createSecret()
  const id = await insertSession(change, 'browser', session, hashSecret(secret))
  return { id, secret }
}

export async function insertSession(
  change: Change,
  kind: SessionKind,
  { userId, userAgent, address, expiresIn, openedBy = 'password', deviceId }: NewSession,
  secretHash: string | null = null,
): Promise<number> {
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO sessions (user_id, kind, secret_hash, user_agent, address_hash, last_used_at, expires_at,
                          opened_by, password_at, device_id, created_at, updated_at)
    VALUES (${userId}, ${kind}, ${secretHash}, ${userAgent?.slice(0, 300) ?? null},
            ${hashSecret(address)}, ${change.at}, ${secondsAfter(change.at, expiresIn)},
            ${openedBy}, ${openedBy === 'pin' ? null : change.at}, ${deviceId ?? null}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  return row.id
}

export async function listSessions(
  db: Reader,
  userId: number,
  now = new Date(),
): Promise<Session[]> {
  return db.all<Session>(sql`
    SELECT id, kind, user_agent AS "userAgent", created_at AS "createdAt",
           last_used_at AS "lastUsedAt"
    FROM sessions
    WHERE user_id = ${userId} AND revoked_at IS NULL AND expires_at > ${now.toISOString()}
    ORDER BY last_used_at DESC, id DESC`)
}

/** @returns false if it had ended or is not theirs */
export async function endSession(change: Change, userId: number, id: number): Promise<boolean> {
  const ended = await change.run(sql`
    UPDATE sessions
    SET revoked_at = ${change.at}, updated_at = ${change.at}
    WHERE id = ${id} AND user_id = ${userId} AND revoked_at IS NULL`)
  return ended > 0
}

export function endSessions(change: Change, userId: number, exceptId?: number): Promise<number> {
  return change.run(sql`
    UPDATE sessions
    SET revoked_at = ${change.at}, updated_at = ${change.at}
    WHERE user_id = ${userId} AND revoked_at IS NULL
    ${exceptId === undefined ? empty : sql`AND id <> ${exceptId}`}`)
}

export async function deleteOldSessions(change: Change, days = 30): Promise<number> {
  const before = secondsAfter(change.at, -days * 86_400)
  const old = sql`SELECT id FROM sessions WHERE expires_at < ${before} OR revoked_at < ${before}`
  await change.run(sql`DELETE FROM refresh_tokens WHERE session_id IN (${old})`)
  return change.run(sql`DELETE FROM sessions WHERE id IN (${old})`)
}

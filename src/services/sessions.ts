// Sessions: one row for each signed-in browser or program, each of which can be ended on its own.
import type { Reader } from '../db/database.ts'
import { empty, sql } from '../db/sql.ts'
import type { Change } from './change.ts'
import { hashOf, newSecret } from './secrets.ts'

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
  /** Seconds without use after which it ends. */
  expiresIn: number
}

export const secondsAfter = (at: string, seconds: number): string =>
  new Date(Date.parse(at) + seconds * 1000).toISOString()

/** Signs a browser in. The secret is for its cookie; we keep only its hash. */
export async function startBrowserSession(
  change: Change,
  session: NewSession,
): Promise<{ id: number; secret: string }> {
  const secret = newSecret()
  const id = await insertSession(change, 'browser', session, hashOf(secret))
  return { id, secret }
}

/** Adds the row of a session; a program's has no secret of its own, but refresh tokens. */
export async function insertSession(
  change: Change,
  kind: SessionKind,
  { userId, userAgent, expiresIn }: NewSession,
  secretHash: string | null = null,
): Promise<number> {
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO sessions (user_id, kind, secret_hash, user_agent, last_used_at, expires_at,
                          created_at, updated_at)
    VALUES (${userId}, ${kind}, ${secretHash}, ${userAgent?.slice(0, 300) ?? null}, ${change.at},
            ${secondsAfter(change.at, expiresIn)}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  return row.id
}

/** Where a person is signed in, the latest used first. */
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

/** Ends one session of a person, at once. @returns false when it had ended before, or is not theirs */
export async function endSession(change: Change, userId: number, id: number): Promise<boolean> {
  const ended = await change.run(sql`
    UPDATE sessions
    SET revoked_at = ${change.at}, updated_at = ${change.at}
    WHERE id = ${id} AND user_id = ${userId} AND revoked_at IS NULL`)
  return ended > 0
}

/** Ends all sessions of a person, or all but one. */
export function endSessions(change: Change, userId: number, exceptId?: number): Promise<number> {
  return change.run(sql`
    UPDATE sessions
    SET revoked_at = ${change.at}, updated_at = ${change.at}
    WHERE user_id = ${userId} AND revoked_at IS NULL
    ${exceptId === undefined ? empty : sql`AND id <> ${exceptId}`}`)
}

/** Deletes what has been over for `days`: by then nobody asks any more which device it was. */
export async function forgetOldSessions(change: Change, days = 30): Promise<number> {
  const before = secondsAfter(change.at, -days * 86_400)
  const old = sql`SELECT id FROM sessions WHERE expires_at < ${before} OR revoked_at < ${before}`
  await change.run(sql`DELETE FROM refresh_tokens WHERE session_id IN (${old})`)
  return change.run(sql`DELETE FROM sessions WHERE id IN (${old})`)
}

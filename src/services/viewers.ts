// The viewer: the signed-in person behind a request, read anew after every commit, so that a change counts at once.
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { type Sql, sql } from '../db/sql.ts'
import type { Role } from '../schemas/roles.ts'
import type { Theme } from '../schemas/users.ts'
import type { Actor } from './change.ts'
import { hashOf } from './secrets.ts'

export interface Viewer {
  id: number
  email: string
  fullName: string
  role: Role
  employeeId: number | null
  customerId: number | null
  theme: Theme
  sessionId: number
  via: 'cookie' | 'token'
}

/** A viewer, when their session was last seen in use, and when it ends unless it is used: in Unix milliseconds. */
export interface SeenViewer {
  viewer: Viewer
  lastUsedAt: number
  expiresAt: number
}

type Row = Viewer & { seenAt: string; endsAt: string }

/** Read anew after every commit, so that the end of a session counts at once; it may also end by itself. */
const kept = new Kept<SeenViewer | undefined>()

/** The person whose browser holds this secret. */
export function findBrowserViewer(
  db: Reader,
  secret: string,
  now = new Date(),
): Awaitable<SeenViewer | undefined> {
  const find = () => {
    const session = sql`s.secret_hash = ${hashOf(secret)} AND s.kind = 'browser'`
    return readViewer(db, session, 'cookie', now)
  }
  return kept.get(db, `cookie ${secret}`, find, (seen) => stands(seen, now))
}

/**
 * The person of a verified access token, if its session still stands.
 * @param claims `iat` is in seconds
 */
export function findTokenViewer(
  db: Reader,
  claims: { sid: number; userId: number; iat: number },
  now = new Date(),
): Awaitable<SeenViewer | undefined> {
  const { sid, userId, iat } = claims
  const find = () => {
    // SQLite may give the id of a deleted session again, so a token that is older than its session is not of this one.
    const issuedBefore = new Date((iat + 1) * 1000).toISOString()
    const session = sql`s.id = ${sid} AND s.user_id = ${userId} AND s.kind = 'token'
      AND s.created_at < ${issuedBefore}`
    return readViewer(db, session, 'token', now)
  }
  return kept.get(db, `token ${sid} ${userId} ${iat}`, find, (seen) => stands(seen, now))
}

const stands = (seen: SeenViewer | undefined, now: Date) => (seen?.expiresAt ?? 0) > now.getTime()

/** A session counts when it was not ended, has not expired, and its user may sign in. */
async function readViewer(
  db: Reader,
  session: Sql,
  via: Viewer['via'],
  now: Date,
): Promise<SeenViewer | undefined> {
  const row = await db.get<Row>(sql`
    SELECT u.id, u.email, u.full_name AS "fullName", u.role, u.employee_id AS "employeeId",
           u.customer_id AS "customerId", u.theme, s.id AS "sessionId", ${via} AS via,
           s.last_used_at AS "seenAt", s.expires_at AS "endsAt"
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    WHERE ${session} AND s.revoked_at IS NULL AND s.expires_at > ${now.toISOString()}
      AND u.is_active = 1`)
  if (!row) return undefined
  const { seenAt, endsAt, ...viewer } = row
  // Shared by all requests until something is committed.
  return {
    viewer: Object.freeze(viewer),
    lastUsedAt: Date.parse(seenAt),
    expiresAt: Date.parse(endsAt),
  }
}

/** The author of what a person does. */
export const actorOf = (person: { id: number; fullName: string; role: Role }): Actor => ({
  userId: person.id,
  name: person.fullName,
  role: person.role,
})

/** The viewer of a route that only signed-in people may call. */
export function viewerOf({ viewer }: { viewer: Viewer | null }): Viewer {
  if (!viewer) throw new Error('This route is open to visitors, so it may have no viewer')
  return viewer
}

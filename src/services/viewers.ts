// The viewer: the signed-in person behind a request, read anew after every commit, so that a change counts at once.
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { sql } from '../db/sql.ts'
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

/** A viewer, when their session was last seen in use, and when it ends unless it is used. */
export type SeenViewer = Viewer & { lastUsedAt: string; expiresAt: string }

// A session counts when it was not ended, has not expired, and its user may sign in.
const viewerWhere = (session: ReturnType<typeof sql>, via: Viewer['via'], now: string) => sql`
  SELECT u.id, u.email, u.full_name AS "fullName", u.role, u.employee_id AS "employeeId",
         u.customer_id AS "customerId", u.theme, s.id AS "sessionId",
         s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt", ${via} AS via
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  WHERE ${session} AND s.revoked_at IS NULL AND s.expires_at > ${now} AND u.is_active = 1`

/** Found anew after every commit, so that the end of a session counts at once; it may also end by itself. */
const kept = new Kept<SeenViewer | undefined>()
const stands = (now: string) => (viewer: SeenViewer | undefined) => (viewer?.expiresAt ?? '') > now

/** The person whose browser holds this secret. */
export function findBrowserViewer(db: Reader, secret: string, now = new Date()) {
  const at = now.toISOString()
  const find = () => {
    const session = sql`s.secret_hash = ${hashOf(secret)} AND s.kind = 'browser'`
    return db.get<SeenViewer>(viewerWhere(session, 'cookie', at))
  }
  return kept.get(db, `cookie ${secret}`, find, stands(at))
}

/**
 * The person of a verified access token, if its session still stands. SQLite may give the id of a deleted session
 * again, so a token that is older than its session is not of this session. `iat` is in seconds.
 */
export function findTokenViewer(
  db: Reader,
  { sid, userId, iat }: { sid: number; userId: number; iat: number },
  now = new Date(),
) {
  const at = now.toISOString()
  const find = () => {
    const issuedBefore = new Date((iat + 1) * 1000).toISOString()
    const session = sql`s.id = ${sid} AND s.user_id = ${userId} AND s.kind = 'token'
      AND s.created_at < ${issuedBefore}`
    return db.get<SeenViewer>(viewerWhere(session, 'token', at))
  }
  return kept.get(db, `token ${sid} ${userId} ${iat}`, find, stands(at))
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

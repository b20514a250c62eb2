// The viewer: the signed-in user of a request, cached until the next commit, so that changes apply at once.

import type { Reader } from '../../db/database.ts'
import { type Sql, sql } from '../../db/sql.ts'
import { VersionedCache } from '../../db/versioned-cache.ts'
import type { Awaitable } from '../../lib/concurrency/awaitable.ts'
import { hashSecret } from '../../lib/secrets.ts'
import { isPermission, PERMISSIONS, type Permission } from '../../schemas/access/permissions.ts'
import type { Tier } from '../../schemas/access/tiers.ts'
import type { Theme } from '../../schemas/shared/theme.ts'
import type { Actor, Limits } from '../shared/change.ts'
import { LOCK, locksAt } from './sessions/lock.ts'
import { avatarUrl } from './users/avatar-url.ts'

export interface Viewer {
  id: number
  email: string
  fullName: string
  avatarUrl?: string | null
  /** The tier of the role. */
  role: Tier
  roleId: number | null
  permissions: readonly Permission[]
  limits: Limits
  employeeId: number | null
  customerId: number | null
  theme: Theme
  sessionId: number
  via: 'cookie' | 'token'
  /** The shared tablet of the session. */
  deviceId: number | null
  openedBy: 'password' | 'pin'
  /** When the password was last typed in the session; null: never, it was opened by PIN. */
  passwordAt: string | null
  /** The role requires a second factor that the account does not have: nothing else is open before its set-up. */
  lacksSecondFactor: boolean
  /** Expiry of the access token in Unix milliseconds; null for a cookie. */
  tokenEndsAt: number | null
}

/** A viewer, the last recorded use of the session, and its expiry if unused: in Unix milliseconds. */
export interface SeenViewer {
  viewer: Viewer
  lastUsedAt: number
  expiresAt: number
  /** On a shared tablet: from when it is locked, unless it is used before. */
  locksAt: number
}

interface Row
  extends Omit<
      Viewer,
      'tokenEndsAt' | 'avatarUrl' | 'permissions' | 'limits' | 'lacksSecondFactor'
    >,
    StoredRights {
  avatar: string | null
  /** 1 on SQLite, true on PostgreSQL; null without a role. */
  lacksFactor: number | boolean | null
  seenAt: string
  endsAt: string
  lockedAt: string | null
  lockMinutes: number | null
}

/** The rights of a role `r`, as `rightsOf` reads them. */
export const RIGHTS = sql`
  r.given, r.permissions AS "rolePermissions", r.discount_limit AS "discountLimit",
  r.refund_limit AS "refundLimit"`

export interface StoredRights {
  given: string | null
  rolePermissions: string | null
  discountLimit: number | null
  refundLimit: number | null
}

/** Permissions that this version does not know are left out: a newer one may have stored them. */
export const permissionsIn = (given: string | null, text: string | null): readonly Permission[] =>
  given === 'owner' ? PERMISSIONS : (text ?? '').split(' ').filter(isPermission)

const rightsOf = ({ given, rolePermissions, discountLimit, refundLimit }: StoredRights) => ({
  permissions: permissionsIn(given, rolePermissions),
  limits: { discount: discountLimit, refund: refundLimit },
})

export const can = (
  { permissions }: { permissions: readonly Permission[] },
  permission: Permission,
): boolean => permissions.includes(permission)

/** Entries also expire by time, with their session. */
const viewerCache = new VersionedCache<SeenViewer | undefined>()

export function findBrowserViewer(
  db: Reader,
  secret: string,
  now = new Date(),
): Awaitable<SeenViewer | undefined> {
  const find = () => {
    const session = sql`s.secret_hash = ${hashSecret(secret)} AND s.kind = 'browser'`
    return readViewer(db, session, null, now)
  }
  return viewerCache.get(db, `cookie ${secret}`, find, (seen) => isActive(seen, now))
}

/** @param claims `iat` and `exp` are in seconds */
export function findTokenViewer(
  db: Reader,
  claims: { sid: number; userId: number; iat: number; exp: number },
  now = new Date(),
): Awaitable<SeenViewer | undefined> {
  const { sid, userId, iat, exp } = claims
  const find = () => {
    // SQLite may reuse the id of a deleted session, so a token older than its session is not valid.
    const issuedBefore = new Date((iat + 1) * 1000).toISOString()
    const session = sql`s.id = ${sid} AND s.user_id = ${userId} AND s.kind = 'token'
      AND s.created_at < ${issuedBefore}`
    return readViewer(db, session, exp * 1000, now)
  }
  return viewerCache.get(db, `token ${sid} ${userId} ${iat} ${exp}`, find, (seen) =>
    isActive(seen, now),
  )
}

const isActive = (seen: SeenViewer | undefined, now: Date) => (seen?.expiresAt ?? 0) > now.getTime()

/** A requirement counts from the next sign-in: nobody is led away from a form they are filling in. */
const LACKS_FACTOR = sql`
  (s.created_at >= r.second_factor_since AND NOT EXISTS (
    SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL))`

async function readViewer(
  db: Reader,
  session: Sql,
  tokenEndsAt: number | null,
  now: Date,
): Promise<SeenViewer | undefined> {
  const via = tokenEndsAt === null ? 'cookie' : 'token'
  const row = await db.get<Row>(sql`
    SELECT u.id, u.email, u.full_name AS "fullName", u.avatar_sha256 AS avatar, u.role, u.role_id AS "roleId",
           u.employee_id AS "employeeId", u.customer_id AS "customerId", u.theme,
           s.id AS "sessionId", ${via} AS via, s.last_used_at AS "seenAt",
           s.expires_at AS "endsAt", s.device_id AS "deviceId", s.opened_by AS "openedBy",
           s.password_at AS "passwordAt", ${LOCK}, ${LACKS_FACTOR} AS "lacksFactor", ${RIGHTS}
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN roles r ON r.id = u.role_id
    WHERE ${session} AND s.revoked_at IS NULL AND s.expires_at > ${now.toISOString()}
      AND u.is_active = 1`)
  if (!row) return undefined
  const { seenAt, endsAt, avatar, lacksFactor, lockedAt, lockMinutes, ...others } = row
  const { given, rolePermissions, discountLimit, refundLimit, ...viewer } = others
  const rights = rightsOf({ given, rolePermissions, discountLimit, refundLimit })
  // Frozen: shared by all requests until the next commit.
  return {
    viewer: Object.freeze({
      ...viewer,
      ...rights,
      avatarUrl: avatarUrl(viewer.id, avatar),
      lacksSecondFactor: Boolean(lacksFactor),
      tokenEndsAt,
    }),
    lastUsedAt: Date.parse(seenAt),
    expiresAt: Date.parse(endsAt),
    locksAt:
      via === 'token'
        ? Number.POSITIVE_INFINITY
        : locksAt({ deviceId: viewer.deviceId, seenAt, lockedAt, lockMinutes }),
  }
}

export const actorOf = ({ id, fullName, permissions, limits }: Viewer): Actor => ({
  userId: id,
  name: fullName,
  permissions,
  limits,
})

export function viewerOf({ viewer }: { viewer: Viewer | null }): Viewer {
  if (!viewer) throw new Error('This route is open to visitors, so it may have no viewer')
  return viewer
}

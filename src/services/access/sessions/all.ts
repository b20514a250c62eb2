// All signed-in devices of all accounts, with the last action of each person; and ending them one by one.
import type { Reader } from '../../../db/database.ts'
import { empty, type Sql, sql } from '../../../db/sql.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import type { Tier } from '../../../schemas/access/tiers.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from '../../shared/paging.ts'
import { expectGrantable } from '../roles/granting.ts'
import { getRole } from '../roles/index.ts'
import { getUser } from '../users/index.ts'
import { endSession, type Session } from './index.ts'
import { deviceName } from './user-agents.ts'

export interface UserSession extends Session {
  userId: number
  fullName: string
  role: Tier
  roleId: number
}

export interface SessionQuery {
  limit?: number
  cursor?: string
  page?: number
}

const LIST = 'sessions'

const COLUMNS = sql`
  s.id, s.kind, s.user_agent AS "userAgent", s.created_at AS "createdAt",
  s.last_used_at AS "lastUsedAt", s.user_id AS "userId", u.full_name AS "fullName", u.role,
  u.role_id AS "roleId"`

/** Last used first. @throws Refusal `invalid_cursor` */
export async function listAllSessions(
  db: Reader,
  query: SessionQuery,
  now = new Date(),
): Promise<Page<UserSession>> {
  const limit = query.limit ?? 50
  const rows = await db.all<UserSession>(sql`
    SELECT ${COLUMNS}
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    WHERE s.revoked_at IS NULL AND s.expires_at > ${now.toISOString()} AND u.is_active = 1 ${query.cursor ? after(query.cursor) : empty}
    ORDER BY s.last_used_at DESC, s.id DESC
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows, limit, (row) => [LIST, row.lastUsedAt, row.id])
}

function after(cursor: string): Sql {
  const [usedAt, id] = decodeKeyset(cursor, LIST, 'string')
  return sql`AND (s.last_used_at, s.id) < (${usedAt}, ${id})`
}

export async function countAllSessions(db: Reader, now = new Date()): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    WHERE s.revoked_at IS NULL AND s.expires_at > ${now.toISOString()} AND u.is_active = 1`)
  return row?.total ?? 0
}

/** @throws Refusal `not_found`, `more_rights` */
export async function endSessionOfAnybody(change: Change, id: number): Promise<UserSession> {
  const session = await change.get<UserSession>(sql`
    SELECT ${COLUMNS}
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    WHERE s.id = ${id} AND s.revoked_at IS NULL AND s.expires_at > ${change.at}`)
  if (!session) throw notFound('signed-in device')
  const user = await getUser(change, session.userId)
  if (user.id !== change.actor.userId) expectGrantable(change, await getRole(change, user.roleId))
  await endSessionOf(change, user.id, id)
  return session
}

/** Ends one of a person's sessions, and records which. @throws Refusal `not_found` */
export async function endSessionOf(change: Change, userId: number, id: number): Promise<void> {
  const session = await change.get<{ userAgent: string | null }>(sql`
    SELECT user_agent AS "userAgent" FROM sessions WHERE id = ${id} AND user_id = ${userId}`)
  if (!(await endSession(change, userId, id))) throw notFound('signed-in device')
  const device = deviceName(session?.userAgent ?? null)
  await recordEvent(change, 'user.session_ended', userId, { device })
}

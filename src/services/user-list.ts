// Accounts in a list: in the order in which they were made, the owner first.
import type { Reader } from '../db/database.ts'
import { type Sql, sql, where } from '../db/sql.ts'
import type { User, UserQuery } from '../schemas/users.ts'
import { decodeCursor, limitOf, type Page, pageOf } from './paging.ts'
import { likePattern } from './text.ts'
import { USER_COLUMNS, type UserRow, userOf } from './users.ts'

export async function listUsers(db: Reader, query: UserQuery): Promise<Page<User>> {
  const limit = query.limit ?? 50
  const filters = matching(query)
  if (query.cursor) filters.push(sql`id > ${decodeCursor(query.cursor, 1)[0] as number}`)
  const rows = await db.all<UserRow>(sql`
    SELECT ${USER_COLUMNS}
    FROM users
    ${where(filters)}
    ORDER BY id
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows.map(userOf), limit, (user) => [user.id])
}

export async function countUsers(db: Reader, query: UserQuery): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM users ${where(matching(query))}`)
  return row?.total ?? 0
}

function matching({ search, role, active }: UserQuery): Sql[] {
  const filters: Sql[] = []
  if (role) filters.push(sql`role = ${role}`)
  if (active !== undefined) filters.push(sql`is_active = ${active ? 1 : 0}`)
  if (search?.trim()) {
    const text = likePattern(search.trim().toLowerCase())
    filters.push(sql`(lower(full_name) LIKE ${text} ESCAPE '\\' OR email LIKE ${text} ESCAPE '\\')`)
  }
  return filters
}

// The list of user accounts, oldest first: the owner comes first.
import type { Reader } from '../../../db/database.ts'
import { type Sql, sql, where } from '../../../db/sql.ts'
import { foldWords, likePattern } from '../../../lib/text/normalize.ts'
import type { User, UserQuery } from '../../../schemas/access/users.ts'
import { decodeCursor, limitOf, type Page, pageOf } from '../../shared/paging.ts'
import { USER_COLUMNS, type UserRow, userOf } from './index.ts'

export async function listUsers(db: Reader, query: UserQuery): Promise<Page<User>> {
  const limit = query.limit ?? 50
  const filters = userConditions(query)
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
    SELECT count(*) AS total FROM users ${where(userConditions(query))}`)
  return row?.total ?? 0
}

/** Null until the first start after an upgrade has folded it. */
const NAME = sql`coalesce(name_folded, lower(full_name))`

export function userConditions({
  search,
  role,
  active,
}: Pick<UserQuery, 'search' | 'role' | 'active'>): Sql[] {
  const filters: Sql[] = []
  if (role) filters.push(sql`role = ${role}`)
  if (active !== undefined) filters.push(sql`is_active = ${active ? 1 : 0}`)
  for (const word of foldWords(search ?? '')) {
    const text = likePattern(word)
    filters.push(sql`(${NAME} LIKE ${text} ESCAPE '\\' OR email LIKE ${text} ESCAPE '\\')`)
  }
  return filters
}

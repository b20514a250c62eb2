// Reading API keys: one, and the list, newest first.
import type { Reader } from '../../../db/database.ts'
import { type Sql, sql, where } from '../../../db/sql.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import type { KeyQuery } from '../../../schemas/access/keys.ts'
import type { Permission } from '../../../schemas/access/permissions.ts'
import type { Limits } from '../../shared/change.ts'
import { decodeCursor, limitOf, type Page, pageOf } from '../../shared/paging.ts'
import { permissionsIn } from '../viewers.ts'

export interface ApiKey {
  id: number
  name: string
  /** The first characters of the key. */
  prefix: string
  scopes: readonly Permission[]
  limits: Limits
  addresses: string[]
  expiresAt: string | null
  createdById: number | null
  createdBy: string
  lastUsedAt: string | null
  revokedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

interface Row extends Omit<ApiKey, 'scopes' | 'limits' | 'addresses'> {
  permissions: string
  discountLimit: number | null
  refundLimit: number | null
  ranges: string
}

const KEYS = sql`
  SELECT k.id, k.name, k.prefix, k.permissions, k.discount_limit AS "discountLimit",
         k.refund_limit AS "refundLimit", k.addresses AS ranges, k.expires_at AS "expiresAt",
         k.created_by AS "createdById", coalesce(u.full_name, k.created_by_name) AS "createdBy",
         k.last_used_at AS "lastUsedAt", k.revoked_at AS "revokedAt", k.version,
         k.created_at AS "createdAt", k.updated_at AS "updatedAt"
  FROM api_keys k
  LEFT JOIN users u ON u.id = k.created_by`

const keyOf = ({ permissions, discountLimit, refundLimit, ranges, ...row }: Row): ApiKey => ({
  ...row,
  scopes: permissionsIn(null, permissions),
  limits: { discount: discountLimit, refund: refundLimit },
  addresses: rangesIn(ranges),
})

export const rangesIn = (text: string): string[] => (text === '' ? [] : text.split(' '))

export async function listKeys(db: Reader, query: KeyQuery): Promise<Page<ApiKey>> {
  const limit = query.limit ?? 50
  const filters = [matching(query)]
  if (query.cursor) filters.push(sql`k.id < ${decodeCursor(query.cursor, 1)[0] as number}`)
  const rows = await db.all<Row>(sql`
    ${KEYS}
    ${where(filters)}
    ORDER BY k.id DESC
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows.map(keyOf), limit, (key) => [key.id])
}

export async function countKeys(db: Reader, query: KeyQuery): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM api_keys k WHERE ${matching(query)}`)
  return row?.total ?? 0
}

const matching = ({ revoked = false }: KeyQuery): Sql =>
  revoked ? sql`k.revoked_at IS NOT NULL` : sql`k.revoked_at IS NULL`

/** Revoked ones, too. @throws Refusal `not_found` */
export async function getKey(db: Reader, id: number): Promise<ApiKey> {
  const row = await db.get<Row>(sql`${KEYS} WHERE k.id = ${id}`)
  if (!row) throw notFound('API key')
  return keyOf(row)
}

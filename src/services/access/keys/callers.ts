// API keys as callers: found by the hash of what was sent, cached until the next commit, so that revoking counts at once.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import type { Awaitable } from '../../../lib/concurrency/awaitable.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { hashSecret } from '../../../lib/secrets.ts'
import type { Permission } from '../../../schemas/access/permissions.ts'
import type { Actor, Limits } from '../../shared/change.ts'
import { permissionsIn } from '../viewers.ts'
import { isWithin, type Ranges, rangeLists } from './addresses.ts'
import { KEY_SUFFIX } from './names.ts'
import { rangesIn } from './read.ts'
import { isWellFormed } from './secret.ts'

/** A program with an API key. It sees what staff sees, as far as its scopes go, and has no account. */
export interface KeyCaller {
  keyId: number
  name: string
  role: 'staff'
  permissions: readonly Permission[]
  limits: Limits
  customerId: null
  employeeId: null
  /** In Unix milliseconds; null: none. */
  endsAt: number | null
  /** As stored. */
  addresses: string
}

/** A key, the ranges from which it may be used, and its last recorded use in Unix milliseconds. */
export interface SeenKey {
  caller: KeyCaller
  ranges: Ranges | null
  lastUsedAt: number
}

interface Row {
  id: number
  name: string
  permissions: string
  discountLimit: number | null
  refundLimit: number | null
  addresses: string
  expiresAt: string | null
  lastUsedAt: string | null
}

const keyCache = new VersionedCache<SeenKey | undefined>()

export function findKey(db: Reader, key: string): Awaitable<SeenKey | undefined> {
  if (!isWellFormed(key)) return undefined
  const hash = hashSecret(key)
  return keyCache.get(db, hash, () => readKey(db, hash))
}

async function readKey(db: Reader, hash: string): Promise<SeenKey | undefined> {
  const row = await db.get<Row>(sql`
    SELECT id, name, permissions, discount_limit AS "discountLimit", refund_limit AS "refundLimit",
           addresses, expires_at AS "expiresAt", last_used_at AS "lastUsedAt"
    FROM api_keys
    WHERE secret_hash = ${hash} AND revoked_at IS NULL`)
  if (!row) return undefined
  const { id, name, permissions, discountLimit, refundLimit, addresses } = row
  // Frozen: shared by all requests until the next commit.
  const caller = Object.freeze({
    keyId: id,
    name,
    role: 'staff' as const,
    permissions: permissionsIn(null, permissions),
    limits: { discount: discountLimit, refund: refundLimit },
    customerId: null,
    employeeId: null,
    endsAt: row.expiresAt === null ? null : Date.parse(row.expiresAt),
    addresses,
  })
  const ranges = rangeLists(rangesIn(addresses))
  return { caller, ranges, lastUsedAt: row.lastUsedAt === null ? 0 : Date.parse(row.lastUsedAt) }
}

/** Why a request with this key is refused: `invalid_key`, `key_expired` (401), `address_not_allowed` (403); or null. */
export function keyRefusal(
  seen: SeenKey | undefined,
  ip: string | undefined,
  now = Date.now(),
): Refusal | null {
  if (!seen) return INVALID
  const { endsAt } = seen.caller
  if (endsAt !== null && endsAt <= now) return expired(endsAt)
  return isWithin(seen.ranges, ip) ? null : elsewhere(ip)
}

const INVALID = new Refusal(
  'unauthenticated',
  'invalid_key',
  'This API key is not valid, or was revoked. Make another one at /admin/keys.',
)

const expired = (endsAt: number) =>
  new Refusal(
    'unauthenticated',
    'key_expired',
    `This API key ended at ${new Date(endsAt).toISOString()}. Give it another end at /admin/keys.`,
  )

const elsewhere = (address = '') =>
  new Refusal(
    'forbidden',
    'address_not_allowed',
    `This API key may not be used from the address ${address}. Add it to the key at /admin/keys.`,
    { members: { address } },
  )

/** @returns in Unix milliseconds; undefined once revoked, expired or changed since then */
export async function findKeyEnd(
  db: Reader,
  { keyId, permissions, addresses }: KeyCaller,
  now: number,
): Promise<number | undefined> {
  const row = await db.get<Pick<Row, 'permissions' | 'addresses' | 'expiresAt'>>(sql`
    SELECT permissions, addresses, expires_at AS "expiresAt"
    FROM api_keys
    WHERE id = ${keyId} AND revoked_at IS NULL`)
  if (row?.addresses !== addresses) return undefined
  if (permissionsIn(null, row.permissions).join() !== permissions.join()) return undefined
  const end = row.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(row.expiresAt)
  return end > now ? end : undefined
}

export const actorOfKey = ({ keyId, name, permissions, limits }: KeyCaller): Actor => ({
  userId: null,
  keyId,
  name: `${name}${KEY_SUFFIX}`,
  permissions,
  limits,
})

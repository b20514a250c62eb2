// API keys: made, changed and revoked. A key belongs to the shop: it goes on when its maker leaves.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Problems } from '../../../lib/errors/input-problems.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { foldText, normalizeLine } from '../../../lib/text/normalize.ts'
import type { KeyInput, KeyPatch } from '../../../schemas/access/keys.ts'
import { PERMISSIONS } from '../../../schemas/access/permissions.ts'
import type { Change } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { expectGrantable } from '../roles/granting.ts'
import { limitTexts } from '../roles/index.ts'
import { parseAddresses } from './addresses.ts'
import { parseExpiry } from './expiry.ts'
import { type ApiKey, getKey } from './read.ts'
import type { NewSecret } from './secret.ts'

type Fields = Pick<ApiKey, 'name' | 'scopes' | 'expiresAt' | 'addresses'>

const NOTHING: Fields = { name: '', scopes: [], expiresAt: null, addresses: [] }

/**
 * Its limits are those of its maker: nobody gives more than they have.
 * @throws Refusal `key_name_taken`, `more_rights`, `invalid_input`
 */
export async function createKey(
  change: Change,
  input: KeyInput,
  { prefix, hash }: NewSecret,
): Promise<ApiKey> {
  const fields = await parse(change, input, NOTHING)
  const { userId, name: maker, limits } = change.actor
  expectGrantable(change, { permissions: fields.scopes, limits })
  await expectFreeName(change, fields.name)
  const { name, scopes, expiresAt, addresses } = fields
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO api_keys (name, name_folded, prefix, secret_hash, permissions, discount_limit, refund_limit,
                          addresses, expires_at, created_by, created_by_name, created_at, updated_at)
    VALUES (${name}, ${foldText(name)}, ${prefix}, ${hash}, ${scopes.join(' ')}, ${limits.discount},
            ${limits.refund}, ${addresses.join(' ')}, ${expiresAt}, ${userId}, ${maker},
            ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  const { currency } = await findSettings(change)
  const { discount, refund } = limitTexts(limits, currency)
  const facts = { ...factsOf(fields), discountLimit: discount, refundLimit: refund }
  await recordEvent(change, 'key.created', row.id, facts)
  return getKey(change, row.id)
}

/** @throws Refusal `not_found`, `stale_version`, `key_revoked`, `key_name_taken`, `more_rights`, `invalid_input` */
export async function updateKey(
  change: Change,
  id: number,
  patch: KeyPatch,
  version?: ExpectedVersion,
): Promise<ApiKey> {
  const before = await getKey(change, id)
  expectVersion('API key', before.version, version)
  if (before.revokedAt !== null) throw revoked()
  const fields = await parse(change, patch, before)
  expectGrantable(change, { permissions: before.scopes, limits: before.limits })
  expectGrantable(change, { permissions: fields.scopes, limits: before.limits })
  if (fields.name !== before.name) await expectFreeName(change, fields.name, id)
  const data = differences(factsOf(before), factsOf(fields))
  if (Object.keys(data).length === 0) return before
  const { name, scopes, expiresAt, addresses } = fields
  await change.run(sql`
    UPDATE api_keys
    SET name = ${name}, name_folded = ${foldText(name)}, permissions = ${scopes.join(' ')},
        addresses = ${addresses.join(' ')}, expires_at = ${expiresAt}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${id}`)
  await recordEvent(change, 'key.updated', id, data)
  return getKey(change, id)
}

/** Ends it for good; one that is revoked already stays as it is. @throws Refusal `not_found`, `stale_version`, `more_rights` */
export async function revokeKey(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<ApiKey> {
  const key = await getKey(change, id)
  expectVersion('API key', key.version, version)
  if (key.revokedAt !== null) return key
  expectGrantable(change, { permissions: key.scopes, limits: key.limits })
  await change.run(sql`
    UPDATE api_keys SET revoked_at = ${change.at}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  await recordEvent(change, 'key.revoked', id, { name: key.name })
  return getKey(change, id)
}

/** Omitted fields stay as they are. @throws Refusal `invalid_input` naming each wrong field */
async function parse(change: Change, input: KeyPatch, stored: Fields): Promise<Fields> {
  const { timeZone } = await findSettings(change)
  const { name, scopes, expiresAt, addresses } = input
  const problems = new Problems()
  const parsed = {
    name: name === undefined ? stored.name : normalizeLine(name),
    scopes: scopes ? PERMISSIONS.filter((one) => scopes.includes(one)) : stored.scopes,
    expiresAt: problems.take(() => {
      if (expiresAt === undefined) return stored.expiresAt
      return expiresAt === null ? null : parseExpiry(expiresAt, timeZone, change.at)
    }),
    addresses: problems.take(() => (addresses ? parseAddresses(addresses) : stored.addresses)),
  }
  return problems.results(parsed)
}

const factsOf = ({ name, scopes, expiresAt, addresses }: Fields) => ({
  name,
  scopes: [...scopes],
  expiresAt,
  addresses,
})

/** Revoked keys have given their names back. */
async function expectFreeName(db: Reader, name: string, ownId = 0): Promise<void> {
  const other = await db.get(sql`
    SELECT id FROM api_keys
    WHERE name_folded = ${foldText(name)} AND revoked_at IS NULL AND id <> ${ownId}`)
  if (!other) return
  const detail = 'There is already a key with this name. Use another name.'
  const errors = [{ pointer: '/name', code: 'taken', detail }]
  throw new Refusal('conflict', 'key_name_taken', detail, { errors })
}

const revoked = () =>
  new Refusal('conflict', 'key_revoked', 'This key is revoked, and stays so. Make a new one.')

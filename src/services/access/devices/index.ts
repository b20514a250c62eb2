// Shared tablets: the list, a new one with its code, and the end of one.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import { hashSecret } from '../../../lib/secrets.ts'
import { normalizeLine } from '../../../lib/text/normalize.ts'
import type { DeviceInput, DeviceJson } from '../../../schemas/access/devices.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { secondsAfter } from '../sessions/index.ts'
import { createCode, writtenCode } from './codes.ts'

const CODE_SECONDS = 15 * 60

/** A tablet that is enrolled and not revoked. */
export interface Tablet {
  id: number
  name: string
  needsPassword: boolean
}

type Row = Omit<DeviceJson, 'needsPassword'> & { needsPassword: number }

/** Those that can be used, or enrolled; the newest first. */
export async function listDevices(db: Reader): Promise<DeviceJson[]> {
  const rows = await db.all<Row>(sql`
    SELECT d.id, d.name, d.enrolled_at AS "enrolledAt", d.code_expires_at AS "codeExpiresAt",
           d.last_used_at AS "lastUsedAt", d.needs_password AS "needsPassword",
           u.id AS "userId", u.full_name AS "userName",
           d.created_at AS "createdAt", d.updated_at AS "updatedAt"
    FROM devices d
    LEFT JOIN sessions s ON s.id = (
      SELECT max(l.id) FROM sessions l WHERE l.device_id = d.id AND l.revoked_at IS NULL)
    LEFT JOIN users u ON u.id = s.user_id
    WHERE d.revoked_at IS NULL
    ORDER BY d.id DESC`)
  return rows.map((row) => ({ ...row, needsPassword: row.needsPassword === 1 }))
}

export async function createDevice(change: Change, input: DeviceInput): Promise<{ id: number }> {
  const name = normalizeLine(input.name)
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO devices (name, created_by, created_at, updated_at)
    VALUES (${name}, ${change.actor.userId}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  await recordEvent(change, 'device.created', row.id, { name })
  return { id: row.id }
}

/**
 * A code for a tablet that is not enrolled yet; an earlier one is no good any more. Not stored in clear, so that a
 * repeated request gets another one.
 * @throws Refusal `not_found`
 */
export async function issueCode(change: Change, id: number) {
  const code = createCode()
  const expiresAt = secondsAfter(change.at, CODE_SECONDS)
  const issued = await change.run(sql`
    UPDATE devices
    SET code_hash = ${hashSecret(code)}, code_expires_at = ${expiresAt}, updated_at = ${change.at}
    WHERE id = ${id} AND enrolled_at IS NULL AND revoked_at IS NULL`)
  if (issued === 0) throw notFound('tablet waiting for its code')
  return { id, code: writtenCode(code), expiresAt }
}

/** Its sessions end at once. @throws Refusal `not_found` */
export async function revokeDevice(change: Change, id: number): Promise<{ name: string }> {
  const device = await change.get<{ name: string }>(sql`
    UPDATE devices
    SET revoked_at = ${change.at}, code_hash = NULL, secret_hash = NULL, updated_at = ${change.at}
    WHERE id = ${id} AND revoked_at IS NULL
    RETURNING name`)
  if (!device) throw notFound('tablet')
  await change.run(sql`
    UPDATE sessions SET revoked_at = ${change.at}, updated_at = ${change.at}
    WHERE device_id = ${id} AND revoked_at IS NULL`)
  await recordEvent(change, 'device.revoked', id, { name: device.name })
  return device
}

/** The tablet of a cookie. */
export async function findTablet(db: Reader, secret: string): Promise<Tablet | undefined> {
  const row = await db.get<{ id: number; name: string; needsPassword: number }>(sql`
    SELECT id, name, needs_password AS "needsPassword"
    FROM devices
    WHERE secret_hash = ${hashSecret(secret)} AND revoked_at IS NULL`)
  return row && { ...row, needsPassword: row.needsPassword === 1 }
}

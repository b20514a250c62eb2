// The logo of the shop: one small image, re-encoded like every photo, with its transparency.
import { createHash } from 'node:crypto'
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { notFound } from '../../lib/errors/refusal.ts'
import type { Change } from '../shared/change.ts'
import { recordEvent } from '../shared/events/record.ts'
import type { Source } from './drawing/index.ts'
import { redraw } from './prepare.ts'

export interface PreparedLogo {
  bytes: Buffer
  /** The smallest format with transparency that all supported browsers show. */
  contentType: 'image/webp'
  width: number
  height: number
  /** Of `bytes`, in hex. */
  sha256: string
  /** The bytes are in the object store already and not written to the database. */
  inStore?: true
}

/** Decodes and re-encodes an upload. Refusals as in `preparePhoto`. */
export async function prepareLogo(source: Source): Promise<PreparedLogo> {
  const { bytes, width, height } = await redraw('logo', source)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, contentType: 'image/webp', width, height, sha256 }
}

const NO_BYTES = new Uint8Array()

export async function setLogo(change: Change, logo: PreparedLogo): Promise<void> {
  const { contentType, width, height, sha256 } = logo
  const bytes = logo.inStore ? NO_BYTES : logo.bytes
  const before = await currentLogo(change)
  if (before === sha256) return
  await change.run(sql`
    INSERT INTO shop_logo (id, content_type, sha256, width, height, created_at, updated_at, bytes)
    VALUES (1, ${contentType}, ${sha256}, ${width}, ${height}, ${change.at}, ${change.at}, ${bytes})
    ON CONFLICT (id) DO UPDATE
    SET content_type = excluded.content_type, sha256 = excluded.sha256, width = excluded.width,
        height = excluded.height, updated_at = excluded.updated_at, bytes = excluded.bytes`)
  await record(change, before, sha256)
}

export async function removeLogo(change: Change): Promise<void> {
  const before = await currentLogo(change)
  if (before === null) return
  await change.run(sql`DELETE FROM shop_logo WHERE id = 1`)
  await record(change, before, null)
}

const record = (change: Change, before: string | null, after: string | null) =>
  recordEvent(change, 'settings.logo_changed', 1, { logo: { before, after } })

async function currentLogo(db: Reader): Promise<string | null> {
  const logo = await db.get<{ sha256: string }>(sql`SELECT sha256 FROM shop_logo WHERE id = 1`)
  return logo?.sha256 ?? null
}

export interface LogoBytes {
  contentType: string
  /** Empty if the bytes are in the object store. */
  bytes: Uint8Array
  sha256: string
}

export const findLogo = (db: Reader) =>
  db.get<LogoBytes>(sql`
    SELECT content_type AS "contentType", bytes, sha256 FROM shop_logo WHERE id = 1`)

/** @throws Refusal `not_found` without a logo */
export async function readLogo(db: Reader): Promise<LogoBytes> {
  const logo = await findLogo(db)
  if (!logo) throw notFound('logo')
  return logo
}

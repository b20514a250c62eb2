// The logo of the shop: one small picture, drawn anew like every photo, with its transparency kept.
import { createHash } from 'node:crypto'
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Change } from './change.ts'
import type { Source } from './drawing.ts'
import { recordEvent } from './events.ts'
import { redraw } from './photos.ts'
import { notFound } from './refusal.ts'

export interface PreparedLogo {
  bytes: Buffer
  /** WebP: the smallest that keeps transparency; every browser that can read our stylesheet takes it. */
  contentType: 'image/webp'
  width: number
  height: number
  /** Of `bytes`, in hex. */
  sha256: string
  /** The bytes are in the store of pictures already, and not to be written into the database. */
  inStore?: true
}

/** Reads an uploaded picture and draws it anew. Refuses as `preparePhoto` does. */
export async function prepareLogo(source: Source): Promise<PreparedLogo> {
  const { bytes, width, height } = await redraw('logo', source)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, contentType: 'image/webp', width, height, sha256 }
}

/** Stands for bytes that are in the store of pictures. */
const NOWHERE = new Uint8Array()

/** Shows this logo from now on. */
export async function setLogo(change: Change, logo: PreparedLogo): Promise<void> {
  const { contentType, width, height, sha256 } = logo
  const bytes = logo.inStore ? NOWHERE : logo.bytes
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

/** Goes back to the mark; where there is no logo nothing happens. */
export async function removeLogo(change: Change): Promise<void> {
  const before = await currentLogo(change)
  if (before === null) return
  await change.run(sql`DELETE FROM shop_logo WHERE id = 1`)
  await record(change, before, null)
}

const record = (change: Change, before: string | null, after: string | null) =>
  recordEvent(change, 'settings.logo_changed', 'settings', 1, { logo: { before, after } })

async function currentLogo(db: Reader): Promise<string | null> {
  const logo = await db.get<{ sha256: string }>(sql`SELECT sha256 FROM shop_logo WHERE id = 1`)
  return logo?.sha256 ?? null
}

export interface LogoBytes {
  contentType: string
  /** Empty where they are in the store of pictures. */
  bytes: Uint8Array
  sha256: string
}

/** Undefined when the shop shows the mark. */
export const findLogo = (db: Reader) =>
  db.get<LogoBytes>(sql`
    SELECT content_type AS "contentType", bytes, sha256 FROM shop_logo WHERE id = 1`)

/** @throws Refusal `not_found` when the shop shows the mark */
export async function readLogo(db: Reader): Promise<LogoBytes> {
  const logo = await findLogo(db)
  if (!logo) throw notFound('logo')
  return logo
}

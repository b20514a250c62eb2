// The picture of an account: set, removed, read. Its hash is a column of the account, its bytes a table of their own.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import type { User } from '../../../schemas/access/users.ts'
import { AVATAR_TYPE, type PreparedAvatar } from '../../photos/avatar.ts'
import type { ImageBytes } from '../../photos/bytes.ts'
import { keyOf } from '../../photos/store/index.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { expectGrantable } from '../roles/granting.ts'
import { getRole } from '../roles/index.ts'
import { getUser } from './index.ts'

/** @throws Refusal `not_found`, `more_rights` for somebody with more rights than the author */
export async function setAvatar(change: Change, id: number, avatar: PreparedAvatar): Promise<User> {
  const { sha256, bytes, inStore } = avatar
  if (!(await store(change, id, sha256))) return getUser(change, id)
  if (!inStore) {
    await change.run(sql`
      INSERT INTO user_avatars (user_id, created_at, updated_at, bytes)
      VALUES (${id}, ${change.at}, ${change.at}, ${bytes})`)
  }
  return getUser(change, id)
}

export async function removeAvatar(change: Change, id: number): Promise<User> {
  await store(change, id, null)
  return getUser(change, id)
}

/** @returns false if the account has this picture already */
async function store(change: Change, id: number, sha256: string | null): Promise<boolean> {
  const user = await getUser(change, id)
  if (change.actor.userId !== id) expectGrantable(change, await getRole(change, user.roleId))
  const before = await hashOf(change, id)
  if (before === sha256) return false
  await change.run(sql`DELETE FROM user_avatars WHERE user_id = ${id}`)
  await change.run(sql`
    UPDATE users SET avatar_sha256 = ${sha256}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  await recordEvent(change, 'user.avatar_changed', id, { avatar: { before, after: sha256 } })
  return true
}

async function hashOf(db: Reader, id: number): Promise<string | null> {
  const row = await db.get<{ avatar: string | null }>(sql`
    SELECT avatar_sha256 AS avatar FROM users WHERE id = ${id}`)
  return row?.avatar ?? null
}

/** @throws Refusal `not_found` for an account without a picture */
export async function readAvatar(db: Reader, id: number): Promise<ImageBytes> {
  const row = await db.get<{ sha256: string | null; bytes: Uint8Array | null }>(sql`
    SELECT u.avatar_sha256 AS sha256, a.bytes
    FROM users u
    LEFT JOIN user_avatars a ON a.user_id = u.id
    WHERE u.id = ${id}`)
  if (!row?.sha256) throw notFound('picture')
  const { sha256, bytes } = row
  const key = keyOf('avatars', sha256)
  return { contentType: AVATAR_TYPE, bytes, key, etag: `"${sha256.slice(0, 32)}"` }
}

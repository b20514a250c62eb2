// Avatars that are migrated between the database and the object store, one by one. A hash without a row of bytes is in
// the store.
import type { Database } from '../../../db/database.ts'
import type { ObjectStore } from '../../../db/objects/store.ts'
import { sql } from '../../../db/sql.ts'
import { AVATAR_TYPE } from '../avatar.ts'
import { keyOf } from './index.ts'

type Carried = (pictures: number) => void

export async function moveAvatarsToStore(
  db: Database,
  objects: ObjectStore,
  carried: Carried,
): Promise<void> {
  const next = (after: number) =>
    db.get<{ id: number; sha256: string; bytes: Uint8Array }>(sql`
      SELECT u.id, u.avatar_sha256 AS sha256, a.bytes
      FROM users u
      JOIN user_avatars a ON a.user_id = u.id
      WHERE u.id > ${after}
      ORDER BY u.id
      LIMIT 1`)
  for (let avatar = await next(0); avatar; avatar = await next(avatar.id)) {
    const { id, sha256, bytes } = avatar
    await objects.put(keyOf('avatars', sha256), bytes, AVATAR_TYPE)
    // Only these bytes: the person may have chosen another picture meanwhile.
    await db.write((tx) =>
      tx.run(sql`
        DELETE FROM user_avatars
        WHERE user_id = ${id} AND (SELECT avatar_sha256 FROM users WHERE id = ${id}) = ${sha256}`),
    )
    carried(1)
  }
}

export async function moveAvatarsToDatabase(
  db: Database,
  fetch: (sha256: string) => Promise<Uint8Array>,
  carried: Carried,
): Promise<void> {
  const next = (after: number) =>
    db.get<{ id: number; sha256: string }>(sql`
      SELECT u.id, u.avatar_sha256 AS sha256
      FROM users u
      WHERE u.id > ${after} AND u.avatar_sha256 IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM user_avatars a WHERE a.user_id = u.id)
      ORDER BY u.id
      LIMIT 1`)
  for (let avatar = await next(0); avatar; avatar = await next(avatar.id)) {
    const { id, sha256 } = avatar
    const bytes = await fetch(sha256)
    const at = new Date().toISOString()
    await db.write((tx) =>
      tx.run(sql`
        INSERT INTO user_avatars (user_id, created_at, updated_at, bytes)
        SELECT id, ${at}, ${at}, ${bytes} FROM users WHERE id = ${id} AND avatar_sha256 = ${sha256}`),
    )
    carried(1)
  }
}

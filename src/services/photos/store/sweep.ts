// Garbage collection of the object store: deletes objects without a row, from deleted photos and failed uploads.
import type { Reader } from '../../../db/database.ts'
import type { ObjectStore } from '../../../db/objects/store.ts'
import { type Kind, keyOf, knownPictures } from './index.ts'

/** Longer than any upload takes. Newer objects stay: the same photo may be uploaded again at this moment. */
const SAFE_AGE_MS = 2 * 86_400_000

const KINDS: readonly Kind[] = ['photos', 'thumbnails', 'logos', 'avatars']

/** Failures are retried by the next run. @returns the number of deleted objects */
export async function sweepPictures(
  db: Reader,
  objects: ObjectStore,
  safeAgeMs = SAFE_AGE_MS,
): Promise<number> {
  let swept = 0
  for (const kind of KINDS) {
    let after = ''
    while (true) {
      const objectInfos = await objects.list(`${kind}/`, after)
      const last = objectInfos.at(-1)
      if (last === undefined) break
      const old = objectInfos.filter(({ ageMs }) => ageMs > safeAgeMs).map(({ key }) => key)
      swept += await deleteUnknown(db, objects, kind, old)
      after = last.key
    }
  }
  return swept
}

async function deleteUnknown(
  db: Reader,
  objects: ObjectStore,
  kind: Kind,
  keys: readonly string[],
): Promise<number> {
  const hashes = keys.map((key) => key.slice(kind.length + 1)).filter(isHash)
  if (hashes.length === 0) return 0
  const referenced = await knownPictures(db, kind, hashes[0] ?? '', hashes.at(-1) ?? '')
  const unknown = hashes.filter((hash) => !referenced.has(hash))
  for (const hash of unknown) await objects.delete(keyOf(kind, hash))
  return unknown.length
}

/** Objects with other names are not the shop's and stay. */
const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text)

// Clears away objects that no row speaks of: of photos that were deleted, and of uploads that never came to an end.
import type { Reader } from '../db/database.ts'
import type { ObjectStore } from '../db/objects/store.ts'
import { type Kind, keyOf, knownPictures } from './stored-pictures.ts'

/**
 * Long enough for every upload to have come to its row, or to nothing. Nothing is deleted at once, because somebody
 * may be adding the same picture again at this moment: putting it makes the object young.
 */
const SAFE_AGE_MS = 2 * 86_400_000

const KINDS: readonly Kind[] = ['photos', 'thumbnails', 'logos']

/**
 * What fails is found again the next time.
 * @returns how many objects were deleted
 */
export async function sweepPictures(
  db: Reader,
  objects: ObjectStore,
  safeAgeMs = SAFE_AGE_MS,
): Promise<number> {
  let swept = 0
  for (const kind of KINDS) {
    let after = ''
    while (true) {
      const listed = await objects.list(`${kind}/`, after)
      const last = listed.at(-1)
      if (last === undefined) break
      const old = listed.filter(({ ageMs }) => ageMs > safeAgeMs).map(({ key }) => key)
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
  const known = await knownPictures(db, kind, hashes[0] ?? '', hashes.at(-1) ?? '')
  const unknown = hashes.filter((hash) => !known.has(hash))
  for (const hash of unknown) await objects.delete(keyOf(kind, hash))
  return unknown.length
}

/** What is not ours stays. */
const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text)

// Search of the storefront: as lists search, and where that finds nothing, for words that differ by one letter.
import type { Reader } from '../../db/database.ts'
import { list, sql } from '../../db/sql.ts'
import { VersionedCache } from '../../db/versioned-cache.ts'
import { isOneEditApart } from '../../lib/text/edits.ts'
import { foldWords } from '../../lib/text/normalize.ts'
import { type ProductFilter, PUBLIC_KINDS } from '../../schemas/catalogue/products.ts'
import { countProducts, listProducts, type ProductListQuery } from '../catalogue/products/list.ts'
import type { Product } from '../catalogue/products/read.ts'

export interface Found {
  products: Product[]
  total: number
  nextCursor: string | null
  /** What was searched for instead, if what was typed is in no product. */
  corrected: string | null
}

export async function searchProducts(
  db: Reader,
  typed: string,
  query: ProductListQuery,
): Promise<Found> {
  const exact = await find(db, typed, query)
  if (exact.total > 0) return { ...exact, corrected: null }
  const corrected = await correct(db, typed)
  if (corrected === null) return { ...exact, corrected }
  return { ...(await find(db, corrected, query)), corrected }
}

async function find(db: Reader, search: string, query: ProductListQuery) {
  const filter: ProductFilter = { kinds: PUBLIC_KINDS, search }
  const { rows, nextCursor } = await listProducts(db, filter, query)
  return { products: rows, nextCursor, total: await countProducts(db, filter) }
}

/** Words of all products and categories that customers see, the most frequent first. */
const wordsCache = new VersionedCache<string[]>()

async function readWords(db: Reader): Promise<string[]> {
  const rows = await db.all<{ text: string }>(sql`
    SELECT p.search_text AS text
    FROM products p
    WHERE p.archived_at IS NULL AND p.kind IN (${list(PUBLIC_KINDS)})`)
  const counts = new Map<string, number>()
  for (const { text } of rows) {
    for (const word of new Set(foldWords(text))) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([word]) => word)
}

/** From here on, a word is long enough that one letter more or less is a slip. */
const SHORTEST = 4

/** @returns null if some word has no near one */
async function correct(db: Reader, typed: string): Promise<string | null> {
  const words = foldWords(typed)
  if (words.length === 0 || words.every((word) => word.length < SHORTEST)) return null
  const known = await wordsCache.get(db, 'words', () => readWords(db))
  const near = words.map((word) => nearest(word, known))
  return near.includes(undefined) ? null : near.join(' ')
}

/** The word itself if a product has it, one that is one letter apart, or the stem of a longer form: "dresses". */
function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.some((other) => other.includes(word))) return word
  if (word.length < SHORTEST) return undefined
  return (
    known.find((other) => isOneEditApart(word, other)) ??
    known.find((other) => isStem(other, word)) ??
    // The beginning of a longer word with a slip in it: "emboidered" in "embroideries".
    known.find((other) => isOneEditApart(word, other.slice(0, word.length)))
  )
}

const isStem = (stem: string, word: string) =>
  stem.length >= SHORTEST && word.startsWith(stem) && word.length - stem.length <= 3

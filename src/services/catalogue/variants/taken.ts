// SKUs, barcodes and option values that another variant has, for several variants that are saved together.
import type { Reader } from '../../../db/database.ts'
import { list, type Sql, sql } from '../../../db/sql.ts'
import { type FieldError, Refusal } from '../../../lib/errors/refusal.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import { optionsKey, type VariantFields } from './input.ts'

/** A variant as it is to be stored. */
export interface EnteredVariant {
  /** Null: a new one. */
  id: number | null
  fields: Pick<VariantFields, 'sku' | 'barcode' | 'options'>
  isArchived?: boolean
  /** Where it is in the input, as a JSON Pointer: `/variants/0`, or nothing. */
  at: string
}

/**
 * Variants that are saved together may exchange what they have. An archived one may have the barcode and the options of
 * another.
 * @throws Refusal `sku_taken`, `barcode_taken`, `options_taken` with an error for each such field
 */
export async function expectFreeVariants(
  db: Reader,
  productId: number | null,
  entered: readonly EnteredVariant[],
): Promise<void> {
  const current = entered.filter(({ isArchived }) => !isArchived)
  const conflicts = [
    ...(await conflictsIn(db, entered, entered, SKU)),
    ...(await conflictsIn(db, current, entered, BARCODE)),
    ...(await conflictsIn(db, current, entered, optionsOf(productId))),
  ]
  const [first] = conflicts
  if (!first) return
  const errors = conflicts.map(({ error }) => error)
  const words = [...new Set(errors.map(({ detail }) => detail))].join(' ')
  const { variantId } = first
  const members = variantId === null ? {} : { variantId }
  throw new Refusal('conflict', first.error.code, words, { errors, members })
}

interface Conflict {
  error: FieldError
  /** The variant that has it; null if that one is new, too. */
  variantId: number | null
}

interface Unique {
  code: 'sku_taken' | 'barcode_taken' | 'options_taken'
  field: 'sku' | 'barcode' | 'options'
  /** Equal for two variants of which only one may be there; null: any number. */
  keyOf(fields: EnteredVariant['fields']): string | null
  column: Sql
  /** Among which variants it is unique. */
  scope: Sql
  words(fields: EnteredVariant['fields'], owner: string): string
}

const SKU: Unique = {
  code: 'sku_taken',
  field: 'sku',
  keyOf: ({ sku }) => (sku ? foldText(sku) : null),
  column: sql`v.sku_folded`,
  scope: sql`TRUE`,
  words: ({ sku }, owner) => `"${sku}" is the SKU of ${owner}. Choose another one.`,
}

const BARCODE: Unique = {
  code: 'barcode_taken',
  field: 'barcode',
  keyOf: ({ barcode }) => barcode,
  column: sql`v.barcode`,
  scope: sql`v.archived_at IS NULL`,
  words: ({ barcode }, owner) => `"${barcode}" is the barcode of ${owner}.`,
}

/** @param productId null: a new one */
const optionsOf = (productId: number | null): Unique => ({
  code: 'options_taken',
  field: 'options',
  keyOf: ({ options }) => optionsKey(options),
  column: sql`v.options_key`,
  scope: sql`v.product_id = ${productId} AND v.archived_at IS NULL`,
  words: ({ options }) => {
    const chosen = Object.values(options).join(', ')
    return chosen
      ? `There is a variant ${chosen} already. Change its values, or edit that one.`
      : 'A product without options has one variant. Add an option such as Size first.'
  },
})

interface Owner {
  key: string
  id: number
  sku: string
  name: string
}

/** @param together their stored values do not count, since they are replaced */
async function conflictsIn(
  db: Reader,
  entered: readonly EnteredVariant[],
  together: readonly EnteredVariant[],
  unique: Unique,
): Promise<Conflict[]> {
  const keys = entered.map(({ fields }) => unique.keyOf(fields))
  const owners = await ownersOf(db, keys, together, unique)
  return entered.flatMap(({ fields, at }, place) => {
    const key = keys[place] ?? null
    if (key === null) return []
    const first = entered[keys.indexOf(key)]
    const owner = owners.get(key)
    if (!owner && first === entered[place]) return []
    const whose = owner ? `${owner.name} (${owner.sku})` : 'another variant here'
    const detail = unique.words(fields, whose)
    const error = { pointer: `${at}/${unique.field}`, code: unique.code, detail }
    return [{ error, variantId: owner?.id ?? first?.id ?? null }]
  })
}

async function ownersOf(
  db: Reader,
  keys: readonly (string | null)[],
  together: readonly EnteredVariant[],
  { column, scope }: Unique,
): Promise<Map<string, Owner>> {
  const known = keys.filter((key) => key !== null)
  if (known.length === 0) return new Map()
  const own = new Set(together.map(({ id }) => id))
  const rows = await db.all<Owner>(sql`
    SELECT ${column} AS key, v.id, v.sku, p.name
    FROM variants v
    JOIN products p ON p.id = v.product_id
    WHERE ${column} IN (${list(known)}) AND ${scope}`)
  return new Map(rows.filter(({ id }) => !own.has(id)).map((row) => [row.key, row]))
}

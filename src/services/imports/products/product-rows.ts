// The rows of a file by product: which is the last of each, rows that repeat a variant, and rows that say different
// things of one product.
import { foldText } from '../../../lib/text/normalize.ts'
import type { Catalogue } from './catalogue.ts'
import { type Column, type Draft, type Problem, slugIn } from './draft.ts'

/** What a product has once, however many rows it has. */
const OF_PRODUCT = [
  'productName',
  'category',
  'description',
  'care',
  'option1',
  'option2',
  'option3',
] as const
const ALSO_OF_PRODUCT = [
  ['kind', 'kind'],
  ['featured', 'featured'],
  ['productArchived', 'isProductArchived'],
] as const

export class ProductRows {
  readonly #byProduct = new Map<string, Draft[]>()
  readonly #keys = new Map<Draft, string>()
  readonly #lineOfSku = new Map<string, number>()

  constructor(catalogue: Catalogue, drafts: readonly Draft[]) {
    for (const draft of drafts) {
      const { sku } = draft.fields
      const known = sku === undefined ? undefined : catalogue.variantBySku(sku)?.product.slug
      const key = known ?? slugIn(draft) ?? `line ${draft.line}`
      const rows = this.#byProduct.get(key)
      if (rows) rows.push(draft)
      else this.#byProduct.set(key, [draft])
      this.#keys.set(draft, key)
      if (sku && !this.#lineOfSku.has(foldText(sku))) this.#lineOfSku.set(foldText(sku), draft.line)
    }
  }

  isLast = (draft: Draft): boolean => this.#rowsWith(draft).at(-1) === draft

  /** A SKU that an earlier row has. */
  repeated({ line, fields: { sku } }: Draft): Problem[] {
    const first = sku === undefined ? line : (this.#lineOfSku.get(foldText(sku)) ?? line)
    return first === line ? [] : [repeatedIn(first, `The SKU "${sku}"`, 'sku')]
  }

  /** Values that differ from those of an earlier row of the same product. */
  contradictions(draft: Draft): Problem[] {
    const rows = this.#rowsWith(draft)
    return valuesOf(draft).flatMap(([column, value]) => {
      const first = rows.find((row) => has(row, column))
      const other = first && valuesOf(first).find(([name]) => name === column)?.[1]
      if (first === draft || other === undefined || other === value) return []
      const detail = `Line ${first?.line} says "${shortened(other)}" of the same product, this one "${shortened(value)}". Use one of them in all its lines.`
      return [{ column, code: 'contradiction', detail }]
    })
  }

  #rowsWith = (draft: Draft): readonly Draft[] =>
    this.#byProduct.get(this.#keys.get(draft) ?? '') ?? []
}

export const repeatedIn = (line: number, what: string, column: Column): Problem => ({
  column,
  code: 'duplicate',
  detail: `${what} is in line ${line} already. Remove one of the two lines.`,
})

const has = (draft: Draft, column: Column) => valuesOf(draft).some(([name]) => name === column)

function valuesOf(draft: Draft): [Column, string][] {
  const texts = OF_PRODUCT.map((column) => [column, draft.fields[column]] as const)
  const others = ALSO_OF_PRODUCT.map(([column, name]) => [column, draft[name]] as const)
  return [...texts, ...others].flatMap(([column, value]) =>
    value === undefined || value === null ? [] : [[column, String(value)] as [Column, string]],
  )
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

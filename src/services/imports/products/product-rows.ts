// The rows of a file by product: which is the last of each, rows that repeat a variant, and rows that say different
// things of one product.
import { yieldToEventLoop } from '../../../lib/concurrency/event-loop.ts'
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

interface Said {
  line: number
  value: string
}

interface Rows {
  last: Draft
  /** By column what the first row says that says something. */
  said: Map<Column, Said>
}

export class ProductRows {
  readonly #byProduct = new Map<string, Rows>()
  readonly #keys = new Map<Draft, string>()
  readonly #lineOfSku = new Map<string, number>()

  /** Yields to the event loop between rows. */
  static async read(catalogue: Catalogue, drafts: readonly Draft[]): Promise<ProductRows> {
    const rows = new ProductRows()
    const pause = yieldToEventLoop()
    for (const draft of drafts) {
      await pause()
      rows.#add(catalogue, draft)
    }
    return rows
  }

  #add(catalogue: Catalogue, draft: Draft): void {
    const { sku } = draft.fields
    const known = sku === undefined ? undefined : catalogue.variantBySku(sku)?.product.slug
    const key = known ?? slugIn(draft) ?? `line ${draft.line}`
    const rows = this.#byProduct.get(key) ?? { last: draft, said: new Map() }
    rows.last = draft
    for (const [column, value] of valuesOf(draft)) {
      if (!rows.said.has(column)) rows.said.set(column, { line: draft.line, value })
    }
    this.#byProduct.set(key, rows)
    this.#keys.set(draft, key)
    const folded = sku && foldText(sku)
    if (folded && !this.#lineOfSku.has(folded)) this.#lineOfSku.set(folded, draft.line)
  }

  isLast = (draft: Draft): boolean => this.#rowsWith(draft)?.last === draft

  /** A SKU that an earlier row has. */
  repeated({ line, fields: { sku } }: Draft): Problem[] {
    const first = sku === undefined ? line : (this.#lineOfSku.get(foldText(sku)) ?? line)
    return first === line ? [] : [repeatedIn(first, `The SKU "${sku}"`, 'sku')]
  }

  /** Values that differ from those of an earlier row of the same product. */
  contradictions(draft: Draft): Problem[] {
    const said = this.#rowsWith(draft)?.said
    return valuesOf(draft).flatMap(([column, value]) => {
      const first = said?.get(column)
      if (!first || first.value === value) return []
      const detail = `Line ${first.line} says "${shortened(first.value)}" of the same product, this one "${shortened(value)}". Use one of them in all its lines.`
      return [{ column, code: 'contradiction', detail }]
    })
  }

  #rowsWith = (draft: Draft): Rows | undefined => this.#byProduct.get(this.#keys.get(draft) ?? '')
}

export const repeatedIn = (line: number, what: string, column: Column): Problem => ({
  column,
  code: 'duplicate',
  detail: `${what} is in line ${line} already. Remove one of the two lines.`,
})

function valuesOf(draft: Draft): [Column, string][] {
  const texts = OF_PRODUCT.map((column) => [column, draft.fields[column]] as const)
  const others = ALSO_OF_PRODUCT.map(([column, name]) => [column, draft[name]] as const)
  return [...texts, ...others].flatMap(([column, value]) =>
    value === undefined || value === null ? [] : [[column, String(value)] as [Column, string]],
  )
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

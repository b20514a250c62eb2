// What the check of a product file found: how many products and variants it adds, changes and leaves.

export interface VariantRow {
  line: number
  sku: string | null
  productName: string
  isNew: boolean
  /** What changes of it and its product, by column; empty for a new one. */
  changes: string[]
}

export interface Counts {
  added: number
  changed: number
  unchanged: number
}

export interface CatalogueReport {
  products: Counts
  variants: Counts
  /** Names of the categories that are added. */
  newCategories: string[]
  /** The first rows that add or change something. */
  preview: VariantRow[]
}

export interface ImportedVariant extends VariantRow {
  /** A key of its product. */
  product: string
  isNewProduct: boolean
  newCategory: string | null
}

type Outcome = keyof Counts

const SHOWN = 20

export class CatalogueFindings {
  readonly #products = new Map<string, Outcome>()
  readonly #variants: Counts = { added: 0, changed: 0, unchanged: 0 }
  readonly #categories: string[] = []
  readonly #preview: VariantRow[] = []

  /** @returns whether the row adds or changes something */
  add({ product, isNewProduct, newCategory, ...row }: ImportedVariant): boolean {
    const outcome = row.isNew ? 'added' : row.changes.length > 0 ? 'changed' : 'unchanged'
    this.#variants[outcome] += 1
    const before = this.#products.get(product)
    const isChanged = outcome !== 'unchanged' || before === 'changed'
    const ofProduct = isNewProduct ? 'added' : isChanged ? 'changed' : 'unchanged'
    if (before !== 'added') this.#products.set(product, ofProduct)
    if (newCategory !== null) this.#categories.push(newCategory)
    if (outcome !== 'unchanged' && this.#preview.length < SHOWN) this.#preview.push(row)
    return outcome !== 'unchanged'
  }

  report(): CatalogueReport {
    const products: Counts = { added: 0, changed: 0, unchanged: 0 }
    for (const outcome of this.#products.values()) products[outcome] += 1
    return {
      products,
      variants: this.#variants,
      newCategories: this.#categories.slice(0, 100),
      preview: this.#preview,
    }
  }
}

// Contexts of the templates for products.

import type { Unit } from '../../../schemas/catalogue/quantities.ts'
import type { Product } from '../../../services/catalogue/products/read.ts'
import type { Movement } from '../../../services/catalogue/stock/movements.ts'
import type { Variant } from '../../../services/catalogue/variants/read.ts'
import type { ByField, Chip, Choice, Empty, Page, Pager, SentForm } from '../parts.ts'
import type { LabelsPage } from './labels.ts'

export interface ProductPages {
  'catalogue/products/form': ProductFormPage
  'catalogue/products/index': ProductsPage
  'catalogue/products/labels': LabelsPage
  'catalogue/products/show': ProductPage
}

export interface ProductFragments {
  'catalogue/products/_list': ProductsPage
  'catalogue/products/_photos': ProductPage
  'catalogue/products/_variants': ProductFormPage
}

/** A product with what a row of the list shows of its variants. */
export interface ListedProduct extends Product {
  available: number
  /** Null if its variants have several. */
  unit: Unit | null
  isLow: boolean
}

interface ProductsPage extends Page {
  products: readonly ListedProduct[]
  total: number
  /** The filter as its form shows it. */
  query: ByField
  /** Of the CSV file. */
  exportHref: string
  categories: readonly Choice[]
  kinds: readonly Choice[]
  sorts: readonly Choice[]
  chips: readonly Chip[]
  empty: Empty
  pager: Pager
}

interface ProductPage extends Page {
  product: Product
  /** Current variants. */
  variants: readonly (Variant & { isLow: boolean })[]
  /** Archived ones. */
  archived: readonly Variant[]
  movements: readonly (Movement & { variant: Variant })[]
  mostImages: number
  imagesKey: string
  /** What was refused, by the part of the page that shows it. */
  problem: { photos: string | null; variants: string | null }
}

/** A line of the grid: a stored variant, or a new one without id. */
export interface VariantRow {
  id: string
  version: string
  /** One for each option that is named. */
  values: readonly string[]
  sku: string
  price: string
  cost: string
  stock: string
  lowStockAt: string
  barcode: string
  supplier: string
}

export interface ProductFormPage extends Page, SentForm {
  /** Null for a new one. */
  product: Product | null
  version: string | number
  idempotencyKey: string
  categories: readonly Choice[]
  kinds: readonly Choice[]
  units: readonly Choice[]
  /** What variants differ in, as typed; the last one may be empty. */
  options: readonly { name: string; values: string; placeholder: string; example: string }[]
  /** Names of the options that the grid has columns for. */
  columns: readonly string[]
  rows: readonly VariantRow[]
  /** Ids of the variants that saving archives, separated by blanks. */
  removed: string
  /** What a button of the grid has just done. */
  done: string | null
  /** What somebody else saved meanwhile: fields that differ. */
  overtaken: readonly { label: string; yours: string; saved: string }[] | null
}

// Context of the page of barcode labels.
import type { Product } from '../../../services/catalogue/products/read.ts'
import type { Variant } from '../../../services/catalogue/variants/read.ts'
import type { Page } from '../parts.ts'

export type LabelPaper = 'a4' | 'roll'

export interface Label {
  variant: Variant
  count: number
  /** SVG; null where no label is wanted, and for a code that no barcode can hold. */
  barcode: string | null
}

export interface LabelsPage extends Page {
  product: Product
  papers: readonly { name: LabelPaper; label: string }[]
  paper: LabelPaper
  most: number
  labels: readonly Label[]
}

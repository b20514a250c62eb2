// Differences between a typed product and the one that somebody else saved meanwhile.
import type { ProductFormPage, VariantRow } from '../../../../views/contexts/catalogue/products.ts'
import type { ProductFormState } from './fields.ts'

const LABELS = {
  name: 'Name',
  kind: 'Kind',
  categoryId: 'Category',
  description: 'Description',
  care: 'Care',
  featured: 'Featured',
} as const

const OF_ROW = {
  sku: 'SKU',
  price: 'price',
  cost: 'cost',
  lowStockAt: 'low mark',
  barcode: 'barcode',
  supplier: 'supplier',
} as const

type Difference = NonNullable<ProductFormPage['overtaken']>[number]

/** Fields that differ, in the order of the form. */
export function differencesOf(typed: ProductFormState, stored: ProductFormState): Difference[] {
  const own = Object.entries(LABELS).flatMap(([name, label]) =>
    different(label, typed.values[name], stored.values[name]),
  )
  const rows = stored.rows.flatMap((saved) => {
    const row = typed.rows.find(({ id }) => id === saved.id)
    if (!row) return different(nameOf(saved), 'not in the form', 'there')
    return Object.entries(OF_ROW).flatMap(([field, label]) => {
      const name = field as keyof typeof OF_ROW
      return different(`${nameOf(saved)}, ${label}`, row[name], saved[name])
    })
  })
  return [...own, ...rows]
}

const nameOf = ({ values, sku }: VariantRow) => values.join(' · ') || sku

function different(label: string, typed = '', saved = ''): Difference[] {
  const yours = typed.trim()
  return yours === saved.trim() ? [] : [{ label, yours, saved }]
}

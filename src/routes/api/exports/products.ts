// CSV export of products and stock: /api/products/export/csv, a line for each variant.
import { amountCell } from '../../../lib/csv/writer.ts'
import { quantityOf } from '../../../lib/quantity.ts'
import { VariantQuery } from '../../../schemas/catalogue/variants.ts'
import type { Variant } from '../../../services/catalogue/variants/read.ts'
import { exportProducts } from '../../../services/exports/products.ts'
import { CURRENCY, columnsOf, type Reading } from './columns.ts'
import type { Column } from './csv-answer.ts'
import { csvExport } from './route.ts'

const { productId, search, low, archived } = VariantQuery.properties
const { plain, amount } = columnsOf<Variant>()

const quantity = (
  name: string,
  says: string,
  of: (variant: Variant) => number | null,
): Column<Variant, Reading> => ({
  name,
  says,
  of: (variant, { format }) => {
    const thousandths = of(variant)
    return thousandths === null ? null : amountCell(String(quantityOf(thousandths)), format)
  },
})

const COST = amount('cost', '', ({ cost }) => cost ?? 0)

const COLUMNS: readonly Column<Variant, Reading>[] = [
  plain('id', 'Of the variant, as the API names it'),
  plain('productId', 'Of the product'),
  plain('productName', 'The name of the product'),
  plain('kind', '`ready_made`, `made_to_order` or `material`'),
  plain('sku', 'Unique'),
  { name: 'options', says: 'Its values, such as `Size: S, Colour: Red`', of: optionsText },
  amount('price', 'Of one unit', ({ price }) => price),
  { name: 'cost', says: 'What one unit costs the shop', of: costCell },
  CURRENCY,
  plain('supplier', 'Where the shop buys it'),
  plain('barcode', 'As a scanner types it'),
  plain('unit', '`piece` or `m`'),
  quantity('stock', 'On hand', ({ stock }) => stock),
  quantity('reserved', 'Kept by buyers who are paying', ({ reserved }) => reserved),
  quantity('available', 'What can be sold now', ({ available }) => available),
  quantity('lowStockAt', 'With this much or less it is low', ({ lowStockAt }) => lowStockAt),
]

function costCell(variant: Variant, reading: Reading) {
  return variant.cost === null ? null : COST.of(variant, reading)
}

function optionsText({ options }: Variant): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
}

export default csvExport({
  noun: 'Products',
  tag: 'Catalogue',
  intro: 'A line for each variant that `GET /api/variants` finds with the same filters.',
  filter: { productId, search, low, archived },
  columns: COLUMNS,
  rows: exportProducts,
})

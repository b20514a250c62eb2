// CSV export of products and stock: /api/products/export/csv, a line for each variant.
import { Type } from '@sinclair/typebox'
import { amountCell } from '../../../lib/csv/writer.ts'
import { quantityOf } from '../../../lib/quantity.ts'
import { VariantQuery } from '../../../schemas/catalogue/variants.ts'
import { OneOf } from '../../../schemas/common.ts'
import { type ExportedVariant, exportProducts } from '../../../services/exports/products.ts'
import { CURRENCY, columnsOf, type Reading } from './columns.ts'
import type { Column } from './csv-answer.ts'
import { csvExport } from './route.ts'

const { productId, search, low } = VariantQuery.properties
const archived = Type.Optional(
  OneOf(['false', 'true', 'all'], {
    default: 'false',
    description: 'true: archived ones instead of current ones; all: both, the whole catalogue',
  }),
)
const { plain, amount } = columnsOf<ExportedVariant>()

const quantity = (
  name: string,
  says: string,
  of: (variant: ExportedVariant) => number | null,
): Column<ExportedVariant, Reading> => ({
  name,
  says,
  of: (variant, { format }) => {
    const thousandths = of(variant)
    return thousandths === null ? null : amountCell(String(quantityOf(thousandths)), format)
  },
})

const COST = amount('cost', '', ({ cost }) => cost ?? 0)

/** Up to three pairs of a name and a value. */
const optionColumns = [0, 1, 2].flatMap((at): Column<ExportedVariant, Reading>[] => [
  {
    name: `option${at + 1}`,
    says: at === 0 ? 'What the variants differ in, such as Size' : 'Another option',
    of: ({ options }) => Object.keys(options)[at] ?? null,
  },
  {
    name: `value${at + 1}`,
    says: 'Its value',
    of: ({ options }) => Object.values(options)[at] ?? null,
  },
])

const ofProduct = (
  name: 'slug' | 'category' | 'description' | 'care',
  says: string,
): Column<ExportedVariant, Reading> => ({ name, says, of: ({ product }) => product[name] })

/** The import reads them all by these names (services/imports/products/). */
const COLUMNS: readonly Column<ExportedVariant, Reading>[] = [
  plain('id', 'Of the variant, as the API names it'),
  plain('productId', 'Of the product'),
  ofProduct('slug', 'The name of the product in addresses'),
  plain('productName', 'The name of the product'),
  plain('kind', '`ready_made`, `made_to_order` or `material`'),
  ofProduct('category', 'Its name'),
  { name: 'featured', says: '`true` or `false`', of: ({ product }) => product.featured === 1 },
  plain('sku', 'Unique'),
  ...optionColumns,
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
  ofProduct('description', 'Of the product'),
  ofProduct('care', 'How to wash or clean it'),
  {
    name: 'productArchived',
    says: '`true` or `false`',
    of: ({ productArchivedAt }) => productArchivedAt !== null,
  },
  {
    name: 'archived',
    says: 'Whether the variant itself is: `true` or `false`',
    of: ({ archivedAt }) => archivedAt !== null,
  },
]

function costCell(variant: ExportedVariant, reading: Reading) {
  return variant.cost === null ? null : COST.of(variant, reading)
}

export default csvExport({
  noun: 'Products',
  tag: 'Catalogue',
  intro:
    'A line for each variant that `GET /api/variants` finds with the same filters. `POST /api/products/import/csv` takes the file as it is.',
  filter: { productId, search, low, archived },
  columns: COLUMNS,
  rows: (db, { archived, ...rest }) =>
    exportProducts(db, { ...rest, archived: archived === 'all' ? 'all' : archived === 'true' }),
})

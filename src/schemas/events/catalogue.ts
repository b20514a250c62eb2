// Event types of categories, products and stock, with the schema of each one's data.
import { Type } from '@sinclair/typebox'
import { ProductKind } from '../catalogue/products.ts'
import { Quantity, Unit } from '../catalogue/quantities.ts'
import { MANUAL_REASONS, type ManualReason } from '../catalogue/stock.ts'
import { Amount, Id, Nullable, OneOf } from '../common.ts'
import { changes, shapesOf, text, undoes } from './shapes.ts'

const category = shapesOf('category')
const product = shapesOf('product')
const count = shapesOf('count')

const name = Type.String()
const description = Nullable(Type.String())
const variant = {
  variant: { ...Id, description: 'The `id` of the variant' },
  sku: Type.String(),
}
const fields = {
  sku: Type.String(),
  options: Type.Record(Type.String(), Type.String()),
  price: Amount,
  cost: Nullable(Amount),
  supplier: Nullable(Type.String()),
  barcode: Nullable(Type.String()),
  unit: Unit,
  lowStockAt: Nullable(Quantity),
  imageId: Nullable(Id),
}
const images = Type.Array(Id, { description: 'Ids of the photos' })

export const CATALOGUE_EVENTS = {
  'category.created': category('A category was added', { name }),
  'category.updated': category(
    'A category was changed',
    changes({ name, description, position: Type.Integer() }),
  ),
  'category.archived': category('A category left the lists', {}),
  'category.restored': category('A category is back in the lists', { undoes }),
  'product.created': product('A product was added', {
    name,
    kind: ProductKind,
    variants: Type.Array(
      Type.Object({ id: Id, sku: Type.String(), price: Amount, stock: Quantity }),
      { description: 'Its variants, with the stock they begin with' },
    ),
  }),
  'product.updated': product(
    'A product was changed',
    changes({
      name,
      description,
      care: description,
      categoryId: Nullable(Id),
      kind: ProductKind,
      featured: Type.Boolean(),
      options: Type.Array(Type.String()),
    }),
  ),
  'product.archived': product('A product left the lists', {}),
  'product.restored': product('A product is back in the lists', { undoes }),
  'product.images_added': product('Photos of a product were added', { images }),
  'product.images_ordered': product('Photos of a product were put into another order', { images }),
  'product.image_removed': product('A photo of a product was deleted', {
    image: { ...Id, description: 'The `id` of the photo' },
  }),
  'product.variant_added': product('A variant was added to a product', {
    ...variant,
    price: Amount,
    stock: { ...Quantity, description: 'What it begins with' },
  }),
  'product.variant_updated': product('A variant was changed', {
    ...variant,
    fields: Type.Object(changes(fields), { description: 'What changed, before and after' }),
  }),
  'product.variant_archived': product('A variant left the lists', variant),
  'product.variant_restored': product('A variant is back in the lists', variant),
  'product.stock_moved': product('Stock was changed by hand, or set by an imported file', {
    ...variant,
    delta: Quantity,
    stock: { ...Quantity, description: 'On hand afterwards' },
    reason: OneOf([...(Object.keys(MANUAL_REASONS) as ManualReason[]), 'imported']),
    note: Nullable(text('As typed')),
  }),
  'product.hold_released': product('Stock that a buyer kept was released by staff', {
    ...variant,
    quantity: Quantity,
    holder: text('Who kept it'),
  }),
  'count.opened': count('A count of stock was begun', { note: Nullable(text('As typed')) }),
  'count.posted': count('A count of stock was posted', {
    lines: Type.Integer({ description: 'Number of counted variants' }),
    differences: Type.Array(Type.Object({ ...variant, delta: Quantity }), {
      description: 'What was more or less than expected',
    }),
  }),
  'count.cancelled': count('A count of stock was given up', {}),
}

// Error codes of products and stock.
import { code, type ProblemCode } from './conflicts.ts'

const HOLDS = '`holds` names each with its `id`, its `holder` and its end.'

export const CATALOGUE: Readonly<Record<string, ProblemCode>> = {
  category_name_taken: code(
    409,
    'There is a category with this name.',
    'Choose another name, or restore that one if it is archived.',
  ),
  sku_taken: code(409, 'Another variant has this SKU.', '`variantId` says which. Choose another.'),
  barcode_taken: code(
    409,
    'Another variant has this barcode.',
    '`variantId` says which. Scan again, or take it off that one first.',
  ),
  options_taken: code(
    409,
    'The product has a variant with these values of its options.',
    '`variantId` says which. Change that one, or choose other values.',
  ),
  option_in_use: code(
    409,
    'Variants differ only in the option that is taken away; `variants` tells how many.',
    'Archive those that are not needed first.',
  ),
  several_variants: code(
    409,
    'The product has several variants, each with a price.',
    'Change the price of each: `PUT /api/variants/{id}`.',
  ),
  last_variant: code(
    409,
    'It is the only variant of its product.',
    'Archive the product instead: `DELETE /api/products/{id}`.',
  ),
  product_archived: code(409, 'The product is archived.', 'Restore it first.'),
  variant_archived: code(409, 'The variant is archived.', 'Restore it first.'),
  unit_in_use: code(
    409,
    'The stock of the variant was counted in its unit already.',
    'Add a variant with the other unit.',
  ),
  out_of_stock: code(
    409,
    'There is not enough in stock.',
    '`short` names every such line with what is `wanted` and `available`. Take at most that.',
  ),
  too_much_held: code(
    409,
    'One buyer keeps no more than `most` at once.',
    'Take fewer, or wait until earlier holds end.',
  ),
  stock_reserved: code(
    409,
    'Buyers who are paying keep some of the stock.',
    `Take away at most \`available\`. ${HOLDS}`,
  ),
  stock_right_needed: code(
    403,
    'The file sets stock, and the caller may not change it.',
    'Leave the column `stock` out, or ask for the permission `stock.write`.',
  ),
  stock_changed: code(
    409,
    'The stock has changed since the file was checked.',
    'Count it again, then import the line again.',
  ),
  count_closed: code(409, 'The count is posted or cancelled.', 'Begin a new one.'),
  count_empty: code(409, 'Nothing was counted yet.', 'Enter a quantity first.'),
  count_below_holds: code(
    409,
    'Less was counted than buyers keep who are paying.',
    `Wait, or post with \`release\`. ${HOLDS}`,
  ),
  count_outdated: code(
    409,
    'More was sold since than had been counted.',
    '`variants` names them. Count those again.',
  ),
  product_gone: code(
    410,
    'The product is not offered any more.',
    '`category` is where it was, or null.',
  ),
}

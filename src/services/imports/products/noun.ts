// Products, variants and stock as a kind of rows that can be imported.
import { LARGE_FILE } from '../../../lib/csv/parser.ts'
import { checkFile } from '../check.ts'
import { PRODUCT_COLUMNS } from '../columns.ts'
import type { ImportNoun } from '../noun.ts'
import { checkProducts } from './check.ts'

export const products: ImportNoun = {
  name: 'products',
  title: 'Products',
  tag: 'Catalogue',
  permission: 'products.write',
  says: 'A line is a variant; lines with the same `slug` are one product. A variant is found by its `sku`, a product by its `slug`, or else by its name; what is not found is added. An empty field, and a column that the file does not have, leave what is there: `sku` and `stock` suffice to set stock, `sku` and `price` to set prices. The file that `GET /api/products/export/csv` answers can be imported as it is: into an empty shop it makes the same products, into the same shop it changes nothing. `stock` sets the stock to the number, as a movement with the reason `imported`, and needs the permission `stock.write`; what buyers keep cannot be taken away. A line whose stock has changed between the check and its turn is refused, so that no sale is undone. Each line is imported whole or not at all.',
  purpose: 'Add and change products, prices and stock from a table.',
  repeated: 'The same file a second time changes nothing. Empty fields leave what is there.',
  columns: [
    {
      name: 'sku',
      says: 'By it a variant is found. Made from the name and the options if left out',
    },
    {
      name: 'slug',
      says: 'The name in addresses, such as evening-gown: the same in all lines of a product; also `handle`. Made from the name if left out',
    },
    { name: 'productName', says: 'Needed for a new product; also `name`, `title`' },
    { name: 'kind', says: 'ready_made unless given; or made_to_order, material' },
    { name: 'category', says: 'By its name. One that is not there is added' },
    { name: 'featured', says: 'yes or no' },
    { name: 'description', says: 'May be empty' },
    { name: 'care', says: 'May be empty, such as: Dry clean only' },
    { name: 'productArchived', says: 'yes archives the product, no restores it' },
    { name: 'option1', says: 'What the variants differ in, such as Size' },
    { name: 'value1', says: 'Its value, such as S' },
    { name: 'option2', says: 'A second option' },
    { name: 'value2', says: 'Its value' },
    { name: 'option3', says: 'A third option' },
    { name: 'value3', says: 'Its value' },
    {
      name: 'price',
      says: 'Of one unit; needed for a new variant: 125.50, or as the shop’s country writes it',
    },
    { name: 'cost', says: 'What one unit costs the shop' },
    { name: 'currency', says: 'May be left out; another one than the shop’s is refused' },
    { name: 'supplier', says: 'Also `vendor`' },
    { name: 'barcode', says: 'As a scanner types it: each variant has its own' },
    { name: 'unit', says: 'piece unless given; or m for metres' },
    {
      name: 'stock',
      says: 'On hand: the stock is set to it, with at most three decimals of a metre; also `quantity`. Needs the permission to change stock',
    },
    { name: 'lowStockAt', says: 'With this much or less it is low' },
    { name: 'archived', says: 'yes archives the variant, no restores it' },
    {
      name: 'id, productId, reserved, available',
      says: 'Columns of the export that are not imported',
    },
  ],
  examples: [
    [
      ...[
        'GOWN-S',
        'evening-gown',
        'Evening gown',
        'ready_made',
        'Evening wear',
        'no',
        '',
        'Dry clean only',
        '',
      ],
      ...[
        'Size',
        'S',
        '',
        '',
        '',
        '',
        '240.00',
        '120.00',
        '',
        'Atelier Nord',
        '',
        'piece',
        '2',
        '1',
        '',
      ],
    ],
    [
      ...['GOWN-M', 'evening-gown', '', '', '', '', '', '', ''],
      ...[
        'Size',
        'M',
        '',
        '',
        '',
        '',
        '240.00',
        '120.00',
        '',
        'Atelier Nord',
        '',
        'piece',
        '3',
        '1',
        '',
      ],
    ],
    [
      ...['SILK-IVORY', 'ivory-silk', 'Ivory silk', 'material', 'Fabrics', 'no', '', '', ''],
      ...['', '', '', '', '', '', '32.00', '18.50', '', 'Weaver, Lyon', '', 'm', '20', '5', ''],
    ],
  ],
  limits: LARGE_FILE,
  check: (db, bytes, importer) =>
    checkFile(
      db,
      bytes,
      PRODUCT_COLUMNS,
      (db, rows, findings) => checkProducts(db, rows, findings, importer),
      LARGE_FILE,
    ),
}

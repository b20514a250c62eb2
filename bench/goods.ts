// Goods of a measured shop: a thousand products of five variants, more stock of each than a run can sell.
import type { Database } from '../src/db/database.ts'
import { sql } from '../src/db/sql.ts'
import { createProduct } from '../src/services/catalogue/products/index.ts'
import { change, SYSTEM } from '../src/services/shared/change.ts'

const PRODUCTS = 1_000
const SIZES = ['XS', 'S', 'M', 'L', 'XL']
const WORDS = [
  'gown',
  'shirt',
  'skirt',
  'jacket',
  'trousers',
  'kaftan',
  'blouse',
  'coat',
  'waistcoat',
]
/** At most that, as an input. */
const STOCK = 900_000

/** Nothing where they are already. */
export async function addGoods(db: Database): Promise<void> {
  if (await db.get(sql`SELECT id FROM variants WHERE sku_folded = 'bench-1-xs'`)) return
  await db.write(async (tx) => {
    const step = change(tx, SYSTEM)
    for (let number = 1; number <= PRODUCTS; number += 1) {
      await createProduct(step, {
        name: `${WORDS[number % WORDS.length]} no. ${number}`,
        description: 'Cut and sewn in our workroom, in small numbers.',
        options: ['Size'],
        variants: SIZES.map((size) => ({
          options: { Size: size },
          sku: `BENCH-${number}-${size}`,
          price: String(40 + (number % 300)),
          cost: '19.00',
          stock: STOCK,
        })),
      })
    }
  })
}

// Search of the storefront: accents, case, endings and one wrong letter.
import t from 'tap'
import { searchProducts } from '../../../src/services/storefront/search.ts'
import { build } from '../../support/app.ts'
import { shelfOf } from '../../support/shop/shelf.ts'

const app = await build(t)
const { add } = shelfOf(app)
for (const [name, description] of [
  ['Robe élégante', 'Soie lavée'],
  ['Ankara midi dress', 'Wax print from Lagos'],
  ['Linen work shirt', 'With a chest pocket'],
  ['Tartan skirt', 'Pleated, 100% wool'],
  ['Houndstooth jacket', 'Half canvas'],
  ['Größenverstellbarer Gürtel', 'Leder'],
  ['Çiçekli elbise', 'Pamuk'],
  ['فستان سهرة', 'حرير'],
  ['Bridal gown', 'Chantilly lace'],
  ['Embroidered kurta', 'Cotton_lawn'],
] as const) {
  await add({ name, description, price: '50.00', stock: 1 })
}
await add({ name: 'Silk velvet', kind: 'material', unit: 'm', price: '20', stock: 9 })

const QUERIES: readonly [typed: string, found: string | null, corrected?: string][] = [
  ['elegante', 'Robe élégante'],
  ['ÉLÉGANTE', 'Robe élégante'],
  ['lavee', 'Robe élégante'],
  ['ankara', 'Ankara midi dress'],
  ['ANKARA Midi', 'Ankara midi dress'],
  ['midi ankara', 'Ankara midi dress'],
  ['anakra', 'Ankara midi dress', 'ankara'],
  ['dres', 'Ankara midi dress'],
  ['dresses', 'Ankara midi dress', 'dress'],
  ['dreess', 'Ankara midi dress', 'dress'],
  ['shrit', 'Linen work shirt', 'shirt'],
  ['linnen shirt', 'Linen work shirt', 'linen shirt'],
  ['hounstooth', 'Houndstooth jacket', 'houndstooth'],
  ['jackett', 'Houndstooth jacket', 'jacket'],
  ['gurtel', 'Größenverstellbarer Gürtel'],
  ['cicekli', 'Çiçekli elbise'],
  ['فستان', 'فستان سهرة'],
  ['100%', 'Tartan skirt'],
  ['cotton_lawn', 'Embroidered kurta'],
  ['emboidered', 'Embroidered kurta', 'embroidered'],
  ['chantily', 'Bridal gown', 'chantilly'],
  ['velvet', null],
  ['umbrella', null],
  ['c%n', null],
  ['!!!', null],
]

for (const [typed, name, corrected = null] of QUERIES) {
  t.test(`“${typed}” finds ${name ?? 'nothing'}`, async (t) => {
    const found = await searchProducts(app.db, typed, { limit: 5 })
    t.strictSame(
      found.products.map((product) => product.name),
      name === null ? [] : [name],
    )
    t.equal(found.total, name === null ? 0 : 1)
    if (name !== null) t.equal(found.corrected, corrected)
  })
}

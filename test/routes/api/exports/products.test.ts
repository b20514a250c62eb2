// CSV export of products and stock: a line for each variant, with the filters of the list.
import t from 'tap'
import { openShop, refused } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { addProduct, EVENING_GOWN, keepStock, SILK } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t)
const gown = await addProduct(owner, EVENING_GOWN)
await addProduct(owner, { ...SILK, cost: '18.50', supplier: 'Weaver, Lyon', stock: '7.25' })
await keepStock(app, gown.variants[1]?.id ?? 0, 1000)

const lines = async (query = '') => {
  const answer = await owner.get(`/api/products/export/csv${query}`)
  t.equal(answer.statusCode, 200)
  return answer.body
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
}

t.test('each variant is a line with price, cost and stock', async (t) => {
  const [head, small, medium, large, silk] = await lines()
  t.equal(
    head,
    'id,productId,slug,productName,kind,category,featured,sku,option1,value1,option2,value2,option3,value3,price,cost,currency,supplier,barcode,unit,stock,reserved,available,lowStockAt,description,care,productArchived,archived',
  )
  const ids = gown.variants.map(({ id }) => id)
  const of = (at: number) =>
    `${ids[at]},${gown.id},evening-gown,Evening gown,ready_made,,false,EVENING-GOWN-`
  t.equal(small, `${of(0)}S,Size,S,,,,,240.00,,EUR,,,piece,1,0,1,,,,false,false`)
  t.equal(medium, `${of(1)}M,Size,M,,,,,240.00,,EUR,,,piece,2,1,1,,,,false,false`)
  t.equal(large, `${of(2)}L,Size,L,,,,,260.00,,EUR,,,piece,0,0,0,,,,false,false`)
  t.match(
    silk,
    /SILK-TWILL,,,,,,,32\.00,18\.50,EUR,"Weaver, Lyon",,m,7\.25,0,7\.25,,,,false,false$/,
  )
  const german = await lines('?separator=semicolon&decimal=comma&search=silk')
  t.match(german[1], /;32,00;18,50;EUR;Weaver, Lyon;;m;7,25;0;7,25;;;;false;false$/)
  t.equal(german.length, 2)
})

t.test('all of a long list come, in its order', async (t) => {
  const sizes = Array.from({ length: 200 }, (_, at) => ({ options: { Size: `${at}` }, price: 1 }))
  await addProduct(owner, { name: 'Buttons', options: ['Size'], variants: sizes })
  t.equal((await lines()).length, 1 + 200 + 4)
})

t.test('the counter may not take the file', async (t) => {
  const counter = await program(app, await account(app, 'staff'))
  refused(t, await counter.get('/api/products/export/csv'), 403, 'forbidden')
})

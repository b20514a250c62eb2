// Mistakes in a file of products: each is named by line and column, and nothing of the file is imported.
import t from 'tap'
import { openShop, refused } from '../../../../support/api.ts'
import { send, untouched } from '../../../../support/imports.ts'
import { addProduct, EVENING_GOWN, SCARF } from '../../../../support/shop/products.ts'

const { app, owner } = await openShop(t)
await addProduct(owner, { ...SCARF, barcode: '4006381333931' })
await addProduct(owner, EVENING_GOWN)
const coat = await addProduct(owner, { name: 'Old coat', price: 80 })
await owner.delete(`/api/products/${coat.id}`)
const rest = (await owner.post('/api/categories', { name: 'Rest' })).json()
await owner.delete(`/api/categories/${rest.id}`)

/** Header, line, and the column and code of its mistake. */
const MISTAKES: [header: string, line: string, column: string, code: string, words?: RegExp][] = [
  ['sku,price', 'NOBODY,5', 'sku', 'reference', /no SKU "NOBODY".*productName and price/],
  ['slug,price', 'nothing,5', 'slug', 'reference'],
  ['sku,name', 'NEW-1,New', 'price', 'required'],
  ['sku,price', ',5', '', 'required', /Enter its sku, slug or productName/],
  ['sku,price', 'SILK-SCARF,12.345', 'price', 'ambiguous', /12,345.* or as/],
  ['sku,price', 'SILK-SCARF,-3', 'price', 'amount'],
  ['sku,stock', 'SILK-SCARF,2.5', 'stock', 'quantity', /Pieces are whole/],
  ['sku,stock', 'SILK-SCARF,many', 'stock', 'quantity'],
  ['sku,kind', 'SILK-SCARF,gift', 'kind', 'enum', /ready_made, made_to_order, material/],
  ['sku,unit', 'SILK-SCARF,litre', 'unit', 'enum', /piece, m\./],
  ['sku,unit', 'SILK-SCARF,m', 'unit', 'unit_in_use'],
  ['sku,featured', 'SILK-SCARF,perhaps', 'featured', 'enum', /neither yes nor no/],
  ['sku,barcode', 'EVENING-GOWN-S,4006381333931', 'barcode', 'barcode_taken', /Silk scarf/],
  ['sku,slug', 'SILK-SCARF,evening-gown', 'sku', 'sku_taken', /Silk scarf/],
  ['sku,slug,price', 'NEW-1,silk-scarf,5', 'sku', 'options_taken', /SKU SILK-SCARF/],
  ['sku,slug,price', 'NEW-1,evening-gown,5', 'value1', 'option', /value for "Size"/],
  ['sku,option1,value1', 'EVENING-GOWN-S,Colour,Red', 'value1', 'option'],
  ['sku,option1,value1', 'EVENING-GOWN-S,Size,M', 'value1', 'options_taken', /EVENING-GOWN-M/],
  ['sku,value1', 'EVENING-GOWN-S,M', 'option1', 'required'],
  ['name,price,option1,value1,option2,value2', 'A,5,Size,S,size,M', 'option2', 'duplicate'],
  ['slug,name,price', 'Silk Scarf,A,5', 'slug', 'pattern', /"silk-scarf"/],
  ['sku,currency', 'SILK-SCARF,USD', 'currency', 'currency', /EUR/],
  ['sku,category', 'SILK-SCARF,rest', 'category', 'category_archived'],
  ['sku,archived', 'SILK-SCARF,yes', 'archived', 'last_variant'],
  ['name,price,archived', 'Belt,5,yes', 'archived', 'last_variant'],
  ['sku,price', 'OLD-COAT,5', 'productArchived', 'product_archived', /Old coat is archived/],
  ['sku,name', `SILK-SCARF,${'x'.repeat(121)}`, 'productName', 'maxLength'],
]

for (const [header, line, column, code, words] of MISTAKES) {
  t.test(`${header}: ${line.slice(0, 60)}`, async (t) => {
    await untouched(t, app, async () => {
      const file = `${header}\n${line}\n`
      const { problems } = (await send(owner, 'products', file, '?dryRun=true')).json()
      t.match(problems[0], { line: 2, column, code, ...(words && { detail: words }) })
      refused(t, await send(owner, 'products', file), 422, 'import_refused')
    })
  })
}

t.test('rows that repeat or contradict each other', async (t) => {
  const file = `sku,slug,name,option1,value1,price,barcode
B-1,belt,Belt,Size,S,5,1
b-1,belt,Belt,Size,M,5,2
B-2,belt,Strap,Size,L,5,3
B-3,belt,Belt,Size,s,5,4
B-4,belt,Belt,Size,XL,5,1
`
  const { problems, problemCount } = (await send(owner, 'products', file, '?dryRun=true')).json()
  t.match(problems, [
    { line: 3, column: 'sku', code: 'duplicate', detail: /line 2/ },
    { line: 4, column: 'productName', code: 'contradiction', detail: /Line 2 says "Belt"/ },
    { line: 5, column: 'value1', code: 'options_taken', detail: /B-1/ },
    { line: 6, column: 'barcode', code: 'barcode_taken', detail: /B-1/ },
  ])
  t.equal(problemCount, 4)
  const twice = 'name,option1,value1,price\nBelt,Size,S,5\nBelt,Size,s,5\n'
  const report = (await send(owner, 'products', twice, '?dryRun=true')).json()
  t.match(report.problems, [{ line: 3, code: 'duplicate', detail: /line 2/ }])
})

t.test('a file without any key', async (t) => {
  const { problems } = (await send(owner, 'products', 'price\n5\n', '?dryRun=true')).json()
  t.match(problems, [{ line: 1, column: 'sku', code: 'required' }])
})

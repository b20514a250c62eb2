// Never twice, and nothing that somebody sold comes back: keys, parallel imports, sales in between, and who may import.
import t from 'tap'
import { IMPORTS } from '../../../../../src/services/imports/kinds.ts'
import { change, SYSTEM } from '../../../../../src/services/shared/change.ts'
import { openShop, refused } from '../../../../support/api.ts'
import { program } from '../../../../support/app.ts'
import { send, untouched } from '../../../../support/imports.ts'
import { accountWithRole } from '../../../../support/roles.ts'
import { addProduct, SCARF } from '../../../../support/shop/products.ts'

const { app, owner } = await openShop(t)

const books = (from: number, to: number) => {
  let file = 'sku,slug,name,option1,value1,price,stock,category\n'
  for (let at = from; at < to; at += 1) {
    const product = Math.floor(at / 5)
    file += `V-${at},p-${product},Product ${product},Size,${at % 5},10,${at % 7},C ${product % 3}\n`
  }
  return file
}

const total = async (url: string) => (await owner.get(`${url}?limit=1&total=true`)).json().total

t.test('the same key starts one import', async (t) => {
  const key = { 'idempotency-key': 'catalogue' }
  const first = await send(owner, 'products', books(0, 40), '?wait=0', key)
  t.equal(first.statusCode, 202)
  const { id } = first.json()
  t.equal(first.headers.location, `/api/product-imports/${id}`)
  await app.imports.ended(id, 60_000)
  const again = await send(owner, 'products', books(0, 40), '?wait=0', key)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.match(again.json(), { id, state: 'done', total: 40, done: 40, report: { made: 40 } })
  t.equal(await total('/api/variants'), 40)
  t.equal(await total('/api/products'), 8)
  t.equal(await total('/api/product-imports'), 1)
})

t.test('two imports of one file at once add everything once', async (t) => {
  const answers = await Promise.all([
    send(owner, 'products', books(40, 100)),
    send(owner, 'products', books(40, 100)),
  ])
  const reports = answers.map((answer) => answer.json())
  t.equal(reports[0].made + reports[1].made, 60)
  t.match(reports, [{ problemCount: 0 }, { problemCount: 0 }])
  t.equal(await total('/api/variants'), 100)
  t.equal(await total('/api/categories'), 3)
  const { data } = (await owner.get('/api/variants?sku=V-62')).json()
  t.match(data, [{ stock: 62 % 7 }])
  const { data: moved } = (await owner.get(`/api/variants/${data[0].id}/movements`)).json()
  t.match(moved, [{ reason: 'opening', delta: 62 % 7 }])
  t.equal(moved.length, 1)
  t.match((await owner.get('/api/integrity')).json(), { ok: true })
  await untouched(t, app, () => send(owner, 'products', books(0, 100)))
})

t.test('a sale between the check and the turn of its line does not come back', async (t) => {
  const { variants } = await addProduct(owner, SCARF)
  const file = Buffer.from('sku,stock,price\nSILK-SCARF,8,50\n')
  const { units } = await IMPORTS.products.check(app.db, file, SYSTEM)
  const [unit] = units
  if (!unit) throw new Error('The line is not there')
  const sold = {
    items: [{ variantId: variants[0]?.id, quantity: 2 }],
    customer: { name: 'Ana', phoneNumber: '0201 555' },
  }
  t.equal((await owner.post('/api/orders', sold)).statusCode, 201)
  const take = () => app.db.write((tx) => unit.take(change(tx, SYSTEM, null)))
  const refusal = await take().catch((error) => error)
  t.match(unit.problemsOf(refusal), [
    { line: 2, column: 'stock', code: 'stock_changed', detail: /is 3 by now; it was 5/ },
  ])
  const { data } = (await owner.get('/api/variants?sku=SILK-SCARF')).json()
  t.match(data, [{ stock: 3, price: '48.00' }], 'nor is the rest of the line imported')
})

t.test('products.write imports, and stock needs stock.write as well', async (t) => {
  const withRole = async (permissions: string[]) => {
    const role = await owner.post('/api/roles', {
      name: `R ${permissions}`,
      permissions,
      limits: {},
    })
    const { person } = await accountWithRole(app, owner, role.json().id)
    return program(app, person)
  }
  const buyer = await withRole(['products.write'])
  t.match((await send(buyer, 'products', 'sku,price\nSILK-SCARF,49\n')).json(), { made: 1 })
  await untouched(t, app, async () => {
    const stock = await send(buyer, 'products', 'sku,price,stock\nSILK-SCARF,50,9\n')
    refused(t, stock, 403, 'stock_right_needed')
    t.equal(stock.json().permission, 'stock.write')
    const dry = await send(buyer, 'products', 'sku,stock\nSILK-SCARF,9\n', '?dryRun=true')
    refused(t, dry, 403, 'stock_right_needed')
  })
  const [run] = (await buyer.get('/api/product-imports')).json().data
  t.match(run, { noun: 'products', state: 'done' })
  t.equal((await buyer.get(`/api/product-imports/${run.id}`)).statusCode, 200)
  refused(t, await buyer.get('/api/imports'), 403, 'forbidden')
  refused(t, await owner.get(`/api/imports/${run.id}`), 404, 'not_found')
  const books = await withRole(['imports.write'])
  refused(t, await send(books, 'products', 'sku,price\nSILK-SCARF,1\n'), 403, 'forbidden')
  refused(t, await books.get(`/api/product-imports/${run.id}`), 403, 'forbidden')
  const both = await withRole(['products.write', 'stock.write'])
  t.match((await send(both, 'products', 'sku,stock\nSILK-SCARF,9\n')).json(), { made: 1 })
})

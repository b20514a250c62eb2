// CSV export links of the list pages: the file has the filtered rows.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { AS_HTMX, type Browser, type Page, signedIn } from '../../../support/app.ts'
import { linesOf } from '../../../support/csv.ts'
import { AMINA, addCustomer, addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)

const gown = await addOrder(owner)
const veil = await addOrder(owner, { items: [{ itemName: 'Veil', quantity: 1, unitPrice: '30' }] })
await owner.put(`/api/orders/${veil.id}/status`, { status: 'in_progress' })
await addCustomer(owner, { ...AMINA, name: 'Zoë Ångström' })

/** Rows of the file behind the page's export link. */
async function file(visitor: Browser, page: Page, delimiter = ',') {
  const link = page.$('a:contains("Export CSV")')
  t.equal(link.length, 1, 'one link')
  const { response } = await visitor.get(link.attr('href') ?? '')
  t.equal(response.statusCode, 200, response.body)
  t.match(response.headers['content-disposition'], /^attachment/)
  return linesOf(response.body, delimiter)
}

t.test('the orders of the current filters are exported, from any page of the list', async (t) => {
  const all = await file(ines, await ines.get('/admin/orders?limit=1&sort=-totalAmount'))
  t.strictSame(
    all.map(({ id }) => Number(id)),
    [gown.id, veil.id],
  )
  const page = await ines.get('/admin/orders?status=in_progress&search=veil', AS_HTMX)
  t.strictSame(
    (await file(ines, page)).map(({ id }) => Number(id)),
    [veil.id],
    'also after htmx has brought another list',
  )
})

t.test('the customers of the current search are exported', async (t) => {
  t.equal((await file(ines, await ines.get('/admin/customers'))).length, 3)
  const csv = await file(ines, await ines.get('/admin/customers?search=angstrom'))
  t.strictSame(
    csv.map(({ name }) => name),
    ['Zoë Ångström'],
  )
})

t.test('the payments of the current filters are exported', async (t) => {
  await owner.post(`/api/orders/${gown.id}/payments`, { amount: '10', method: 'card' })
  await owner.post(`/api/orders/${gown.id}/payments`, { amount: '20', method: 'cash' })
  const csv = await file(ines, await ines.get('/admin/money/payments?method=card'))
  t.strictSame(
    csv.map(({ received }) => received),
    ['10.00'],
  )
})

t.test('the accounts of the current filters are exported', async (t) => {
  t.strictSame(
    (await file(ines, await ines.get('/admin/users?active=true&role=admin&search=ines'))).map(
      ({ fullName }) => fullName,
    ),
    ['Ines Almeida'],
  )
  t.equal((await file(ines, await ines.get('/admin/users'))).length, 1)
})

t.test('a shop with decimal commas gets a file with semicolons', async () => {
  const shop = await openShop(t, { locale: 'de-DE' })
  await addOrder(shop.owner)
  const visitor = await signedIn(shop.app)
  const [line] = await file(visitor, await visitor.get('/admin/orders'), ';')
  t.equal(line?.totalAmount, '185,50')
})

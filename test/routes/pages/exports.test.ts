// "Export CSV" under a list: the orders or customers that are on the screen, in a file, by the cookie of the browser.
import t from 'tap'
import { openShop } from '../../api.ts'
import { linesOf } from '../../csv.ts'
import { AMINA, addCustomer, addOrder } from '../../factories.ts'
import { AS_HTMX, type Browser, type Page, signedIn } from '../../helper.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)

const gown = await addOrder(owner)
const veil = await addOrder(owner, { items: [{ itemName: 'Veil', quantity: 1, unitPrice: '30' }] })
await owner.put(`/api/orders/${veil.id}/status`, { status: 'in_progress' })
await addCustomer(owner, { ...AMINA, name: 'Zoë Ångström' })

/** What the link of the page gives. */
async function file(visitor: Browser, page: Page, delimiter = ',') {
  const link = page.$('a:contains("Export CSV")')
  t.equal(link.length, 1, 'one link')
  const { response } = await visitor.get(link.attr('href') ?? '')
  t.equal(response.statusCode, 200, response.body)
  t.match(response.headers['content-disposition'], /^attachment/)
  return linesOf(response.body, delimiter)
}

t.test('the orders of the present filters, whichever page of them is shown', async (t) => {
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

t.test('the customers of the present search', async (t) => {
  t.equal((await file(ines, await ines.get('/admin/customers'))).length, 3)
  const found = await file(ines, await ines.get('/admin/customers?search=angstrom'))
  t.strictSame(
    found.map(({ name }) => name),
    ['Zoë Ångström'],
  )
})

t.test('the payments of the present filters', async (t) => {
  await owner.post(`/api/orders/${gown.id}/payments`, { amount: '10', method: 'card' })
  await owner.post(`/api/orders/${gown.id}/payments`, { amount: '20', method: 'cash' })
  const found = await file(ines, await ines.get('/admin/money/payments?method=card'))
  t.strictSame(
    found.map(({ received }) => received),
    ['10.00'],
  )
})

t.test('a shop that writes 185,50 gets a file its spreadsheet understands', async () => {
  const shop = await openShop(t, { locale: 'de-DE' })
  await addOrder(shop.owner)
  const visitor = await signedIn(shop.app)
  const [line] = await file(visitor, await visitor.get('/admin/orders'), ';')
  t.equal(line?.totalAmount, '185,50')
})

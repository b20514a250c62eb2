// The page of what is low: variants at or below their mark, the most urgent first, with a way to receive them.
import t from 'tap'
import { AS_HTMX, build, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { eachSaid, isFragment, isPage, said, valueIn } from '../../../support/reading.ts'
import { accountWithRole } from '../../../support/roles.ts'
import { addProductPhotos } from '../../../support/shop/products.ts'
import { shelfOf } from '../../../support/shop/shelf.ts'

const app = await build(t)
const shelf = shelfOf(app)
const owner = await signedIn(app)
const office = await program(app)
const PATH = '/admin/stock/low'
const PRICE = { price: '20' }

const skus = (page: Awaited<ReturnType<typeof owner.get>>) => eachSaid(page, 'tbody .muted.small')

t.test('a shop in which nothing is low says so', async (t) => {
  await shelf.add({ name: 'Hat', price: '30', stock: 5, lowStockAt: 2 })
  const page = await owner.get(PATH)
  isPage(t, page, 'Low stock')
  t.equal(said(page.$('.empty h2')), 'Nothing is low')
})

t.test('variants are listed, not products, the most urgent first', async (t) => {
  const gown = await shelf.add({
    name: 'Gown',
    options: ['Size'],
    variants: [
      { options: { Size: 'S' }, ...PRICE, stock: 3, lowStockAt: 4, supplier: 'Moth & Sons' },
      { options: { Size: 'M' }, ...PRICE, stock: 9, lowStockAt: 4 },
      { options: { Size: 'L' }, ...PRICE, stock: 2, lowStockAt: 2 },
      { options: { Size: 'XL' }, ...PRICE, stock: 0 },
    ],
  })
  await shelf.add({ name: 'Veil', ...PRICE, lowStockAt: 1, supplier: 'Lace House' })
  await shelf.add({ name: 'Ribbon', ...PRICE, lowStockAt: 40 })
  const silk = { kind: 'material', unit: 'm', stock: '2.5', lowStockAt: '10' } as const
  await shelf.add({ name: 'Silk', ...PRICE, ...silk, supplier: 'Moth & Sons' })
  const hat = await shelf.add({ name: 'Cap', ...PRICE, stock: 3, lowStockAt: 2 })
  await shelf.hold(hat.variants[0]?.id ?? 0, 2)
  const [photo] = await addProductPhotos(office, gown.id)

  const page = await owner.get(PATH)
  t.strictSame(skus(page), ['RIBBON', 'VEIL', 'SILK', 'CAP', 'GOWN-S', 'GOWN-L'])
  const rows = eachSaid(page, 'tbody tr')
  t.match(rows[0], /Ribbon RIBBON None left 0 40 Receive Ribbon/)
  t.match(rows[2], /Silk SILK Moth & Sons 2\.5 m 10 m/)
  t.match(rows[3], /Cap CAP 1 2/, 'what a buyer keeps is not left')
  t.match(rows[4], /Gown, S GOWN-S Moth & Sons 3 4/)
  t.match(page.$('tbody tr:eq(4) img').attr('src'), `images/${photo?.id}?size=thumb`)
  t.match(said(page.$('.pager')), '6 variants')
  const receive = await owner.get(page.$('tbody tr:eq(4) a.btn').attr('href') ?? '')
  t.equal(valueIn(receive, 'code'), 'GOWN-S')
})

t.test('the list is narrowed in its address, and chips widen it again', async (t) => {
  const suppliers = eachSaid(await owner.get(PATH), '[name=supplier] option')
  t.strictSame(suppliers, ['Any', 'Lace House', 'Moth & Sons'])
  const narrowed = await submit(owner, await owner.get(PATH), {
    form: '.filter-bar',
    typed: { supplier: 'Moth & Sons' },
  })
  t.strictSame(skus(narrowed), ['SILK', 'GOWN-S'])
  t.match(eachSaid(narrowed, '#low-chips a'), [/Moth & Sons/, 'Clear all'])
  t.strictSame(skus(await owner.get(`${PATH}?kind=material`)), ['SILK'])
  t.strictSame(skus(await owner.get(`${PATH}?search=gown+l`)), ['GOWN-L'])
  const none = await owner.get(`${PATH}?search=shoe`)
  t.equal(said(none.$('.empty h2')), 'Nothing low matches')
  t.equal((await owner.get(`${PATH}?kind=shoes`)).status, 400)
  isFragment(t, await owner.get(`${PATH}?search=veil`, AS_HTMX), 'low-list')
})

t.test('pages follow one another without a gap', async (t) => {
  const seen: string[] = []
  let url: string | undefined = `${PATH}?limit=2`
  while (url) {
    const page = await owner.get(url)
    seen.push(...skus(page))
    url = page.$('.pager a[rel=next]').attr('href')
  }
  t.strictSame(seen, ['RIBBON', 'VEIL', 'SILK', 'CAP', 'GOWN-S', 'GOWN-L'])
  t.strictSame(skus(await owner.get(`${PATH}?limit=2&page=2`)), ['SILK', 'CAP'])
  const beyond = await owner.get(`${PATH}?limit=2&page=9`)
  t.equal(said(beyond.$('.empty h2')), 'There is no page 9')
})

t.test('the stock page and the badge of a variant lead there', async (t) => {
  const stock = await owner.get('/admin/stock')
  t.match(said(stock.$(`.stat[href="${PATH}"]`)), 'Low stock 6')
  t.strictSame(eachSaid(stock, '#low tbody .muted.small').slice(0, 2), ['RIBBON', 'VEIL'])
  t.equal(said(stock.$(`#low a[href="${PATH}"]`)), 'All with low stock')
  const variant = await owner.get(stock.$('#low tbody a.row-link').attr('href') ?? '')
  t.equal(said(variant.$(`.page-header a[href="${PATH}"]`)), 'Low')
})

t.test('who may not change stock is not offered to receive', async (t) => {
  const role = { name: 'Reads products', permissions: ['products.read'] }
  const { id } = (await office.post('/api/roles', role)).json()
  const { person } = await accountWithRole(app, office, id)
  const reader = await signedIn(app, person)
  const page = await reader.get(PATH)
  t.equal(skus(page).length, 6)
  t.equal(page.$('a[href^="/admin/stock/receive"]').length, 0)
  t.equal((await (await signedIn(app, await customer())).get(PATH)).status, 403)
})

async function customer() {
  const account = {
    email: 'amina@shop.test',
    password: 'correct horse battery',
    name: 'Amina Bello',
  }
  const answer = await app.inject({ method: 'POST', url: '/api/auth/register', payload: account })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return account
}

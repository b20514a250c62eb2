// Tracking link section of an order's page.
import t from 'tap'
import { AS_HTMX, build, program, signedIn, browser as visitor } from '../../../support/app.ts'
import { eachSaid, isFragment, said } from '../../../support/reading.ts'
import { AMINA, addOrder, addPhotos } from '../../../support/shop/factories.ts'

const app = await build(t, { PUBLIC_URL: 'https://shop.example' })
const owner = await program(app)
const office = await signedIn(app)

t.test('the link can be scanned, copied and sent', async (t) => {
  const { id, number, trackingToken } = await addOrder(owner)
  const page = await office.get(`/admin/orders/${id}`)
  const card = page.$('#order-tracking')
  const url = `https://shop.example/track-order/${trackingToken}`
  t.equal(card.find('input[readonly]').val(), url)
  const code = await office.get(String(card.find('img').attr('src')))
  t.match(code.response.headers['content-type'], 'image/svg+xml')
  t.match(code.response.body, /^<svg/)
  const chat = new URL(String(card.find('a[href^="https://wa.me/"]').attr('href')))
  t.equal(chat.pathname, '/442079460018')
  t.equal(
    chat.searchParams.get('text'),
    `Hello Amina Bello, you can follow your order ${number} here: ${url}`,
  )

  const local = await addOrder(owner, { customer: { ...AMINA, phoneNumber: '0170 555 0142' } })
  const other = await office.get(`/admin/orders/${local.id}`)
  t.match(other.$('a[href^="https://wa.me/"]').attr('href'), /^https:\/\/wa\.me\/\?text=/)
})

t.test('the tracking page counts an item as the ticket does', async (t) => {
  const { trackingToken } = await addOrder(owner, {
    items: [{ itemName: 'Veil', quantity: 2, unitPrice: '30.00' }],
  })
  const page = await visitor(app).get(`/track-order/${trackingToken}`)
  t.strictSame(eachSaid(page, 'main .rows li'), ['2 × Veil'])
})

t.test('a new link replaces the old one, and it can be revoked', async (t) => {
  const { id, trackingToken: old } = await addOrder(owner)
  const path = `/admin/orders/${id}/tracking-link`
  await office.get(`/admin/orders/${id}`)
  t.equal((await office.post(path)).location, `/admin/orders/${id}#order-tracking`)
  const page = await office.get(`/admin/orders/${id}`)
  t.equal(
    said(page.$('.toast span').first()),
    'New tracking link created. The old link no longer works.',
  )
  const link = new URL(String(page.$('#tracking-url').val())).pathname
  t.equal((await visitor(app).get(link)).status, 200)
  t.equal((await visitor(app).get(`/track-order/${old}`)).status, 404)

  await office.post(`${path}/revoke`)
  t.equal((await visitor(app).get(link)).status, 404)
  const without = await office.get(`/admin/orders/${id}`)
  t.match(said(without.$('#order-tracking')), /turned off/)
  t.equal((await office.get(`${path}.svg`)).status, 404)
  const receipt = await office.get(`/admin/orders/${id}/receipt`)
  t.equal(receipt.$('img.code').length, 0, 'nor is it on the receipt')
  t.match(eachSaid(without, '#order-timeline li p').slice(0, 2), [
    'Tracking link turned off',
    'New tracking link',
  ])
})

t.test('each photo shows whether it is shared, and one button changes that', async (t) => {
  const { id } = await addOrder(owner)
  const [photo] = await addPhotos(owner, id)
  const share = `/admin/orders/${id}/images/${photo?.id}/share`
  const page = await office.get(`/admin/orders/${id}`)
  const button = `form[action="${share}"] button`
  t.equal(page.$(button).attr('aria-pressed'), 'false')
  t.match(page.$(button).text(), 'Not shared')

  const plain = await office.post(share, { shared: 'true' })
  t.equal(plain.location, `/admin/orders/${id}#order-gallery`)
  const after = await office.get(`/admin/orders/${id}`)
  t.equal(after.$(button).attr('aria-pressed'), 'true')
  t.match(after.$(button).text(), 'Shared')

  const part = await office.post(share, { shared: 'false' }, AS_HTMX)
  isFragment(t, part, 'order-gallery')
  t.equal(part.$(button).attr('aria-pressed'), 'false')
  t.equal(
    (await office.post(`/admin/orders/${id}/images/999/share`, { shared: 'true' })).status,
    404,
  )
})

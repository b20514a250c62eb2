// Tracking link of an order.
import t from 'tap'
import { buildApp } from '../../../../src/app.ts'
import { loggerOptions } from '../../../../src/plugins/logging.ts'
import { eventsOf, openShop, refused } from '../../../support/api.ts'
import { account, browser, build, program, signedIn } from '../../../support/app.ts'
import { addOrder, addPhotos } from '../../../support/shop/factories.ts'

t.test('a link shows the progress of its order, and nothing else', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const order = await addOrder(owner, {
    notes: 'Fitting on Friday',
    internalNotes: 'Old seam',
    deadline: '2026-12-01',
  })
  const answer = await app.inject(`/api/track/${order.trackingToken}`)
  t.equal(answer.statusCode, 200)
  t.match(answer.json(), {
    number: 1001,
    status: 'pending',
    deadline: '2026-12-01',
    balance: '185.50',
    items: [
      { itemName: 'Bridal gown, hem and bustle', quantity: 1 },
      { itemName: 'Veil', quantity: 2 },
    ],
  })
  t.notMatch(answer.body, /Amina|7946|Fitting|seam|customer|employee/i)
  t.equal(answer.headers['referrer-policy'], 'no-referrer')

  const page = await browser(app).get(`/track-order/${order.trackingToken}`)
  t.equal(page.status, 200)
  t.equal(page.$('h1').text(), 'Order 1001')
  t.equal(page.$('.progress [aria-current=step]').text().trim(), 'Received')
  t.notMatch(page.$('main').text(), /Amina|7946|Fitting|seam/)

  await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })
  const later = await browser(app).get(`/track-order/${order.trackingToken}`)
  t.equal(later.$('.progress [aria-current=step]').text().trim(), 'In progress')
})

t.test('an almost equal token is 404', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { id, trackingToken } = await addOrder(owner)
  const near = trackingToken.slice(0, -1) + (trackingToken.endsWith('A') ? 'B' : 'A')
  for (const token of [near, trackingToken.toLowerCase(), `${trackingToken}x`, '%00']) {
    t.equal((await app.inject(`/api/track/${token}`)).statusCode, 404, token)
    t.equal((await browser(app).get(`/track-order/${token}`)).status, 404, token)
  }
  await owner.delete(`/api/orders/${id}`)
  t.equal((await app.inject(`/api/track/${trackingToken}`)).statusCode, 404, 'archived')
})

t.test('a cancelled order shows the fee and the refund due', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { id, trackingToken } = await addOrder(owner, { deposit: { amount: '50.00' } })
  const token = trackingToken
  const tracked = async () => (await app.inject(`/api/track/${token}`)).json()
  t.match(await tracked(), { retainedAmount: /^0\.00$/, refundDue: /^0\.00$/ })
  await owner.put(`/api/orders/${id}/status`, { status: 'cancelled', retainedAmount: '20.00' })
  t.match(await tracked(), { status: 'cancelled', retainedAmount: '20.00', refundDue: '30.00' })
  const page = (await app.inject(`/track-order/${token}`)).body
  t.match(page, /Refund due<\/dt><dd class="num">\$30\.00/)
  t.match(page, /Cancellation fee<\/dt><dd class="num">\$20\.00/)
  t.notMatch(page, '<dt>Balance')
  await owner.post(`/api/orders/${id}/payments`, { kind: 'refund', amount: '30.00' })
  t.match(await tracked(), { refundDue: /^0\.00$/ })
})

t.test('a new link replaces the old one, and links can be revoked', async (t) => {
  const { app, owner } = await openShop(t)
  const { id, trackingToken: old } = await addOrder(owner)
  const renewed = await owner.post(`/api/orders/${id}/tracking-link`, {})
  t.equal(renewed.statusCode, 201)
  const { trackingToken, url } = renewed.json()
  t.match(url, new RegExp(`^http://.+/track-order/${trackingToken}$`))
  t.not(trackingToken, old)
  t.equal((await app.inject(`/api/track/${old}`)).statusCode, 404)
  t.equal((await browser(app).get(`/track-order/${old}`)).status, 404)
  t.equal((await app.inject(`/api/track/${trackingToken}`)).statusCode, 200)

  t.equal((await owner.delete(`/api/orders/${id}/tracking-link`)).statusCode, 204)
  t.equal((await owner.delete(`/api/orders/${id}/tracking-link`)).statusCode, 204, 'once more')
  t.equal((await app.inject(`/api/track/${trackingToken}`)).statusCode, 404)
  t.equal((await owner.get(`/api/orders/${id}`)).json().trackingToken, null)
  t.equal((await browser(app).get(`/track-order/${trackingToken}/stream`)).status, 404)

  const again = (await owner.post(`/api/orders/${id}/tracking-link`, {})).json().trackingToken
  t.equal((await app.inject(`/api/track/${again}`)).statusCode, 200)
  const events = (await eventsOf(app, 'order', id)).slice(1)
  t.strictSame(
    events.map(({ type, data }) => [type, data]),
    [
      ['order.tracking_renewed', {}],
      ['order.tracking_revoked', {}],
      ['order.tracking_renewed', {}],
    ],
  )
  await owner.delete(`/api/orders/${id}`)
  refused(t, await owner.post(`/api/orders/${id}/tracking-link`, {}), 409, 'order_archived')
  refused(t, await owner.post('/api/orders/999/tracking-link', {}), 404, 'not_found')
})

t.test('a link shows the photos that the shop shares, and no others', async (t) => {
  const { app, owner } = await openShop(t)
  const { id, trackingToken } = await addOrder(owner)
  const photos = await addPhotos(owner, id, 2)
  const [front, back] = photos.map((photo) => photo.id)
  const trackedImages = async () => (await app.inject(`/api/track/${trackingToken}`)).json().images
  t.strictSame(await trackedImages(), [], 'none unless somebody chose it')

  const shared = await owner.send({
    method: 'PATCH',
    url: `/api/orders/${id}/images/${front}`,
    payload: { shared: true },
  })
  t.match(shared.json(), { id: front, shared: true })
  const [image] = await trackedImages()
  t.match(image, { url: `/track-order/${trackingToken}/images/${front}` })
  for (const url of [image.url, image.thumbnailUrl]) {
    const bytes = await app.inject(url)
    t.equal(bytes.statusCode, 200, url)
    t.match(bytes.headers, {
      'content-type': 'image/jpeg',
      'content-security-policy': /sandbox/,
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-cache',
    })
    const tag = String(bytes.headers.etag)
    const known = await app.inject({ url, headers: { 'if-none-match': tag } })
    t.equal(known.statusCode, 304)
  }
  const page = await browser(app).get(`/track-order/${trackingToken}`)
  t.equal(page.$('.gallery img').attr('src'), image.thumbnailUrl)
  const hidden = `/track-order/${trackingToken}/images/${back}`
  t.equal((await app.inject(hidden)).statusCode, 404, 'a photo that is not shared')
  const other = await addOrder(owner)
  const elsewhere = `/track-order/${other.trackingToken}/images/${front}`
  t.equal((await app.inject(elsewhere)).statusCode, 404, 'under the link of another order')

  await owner.send({
    method: 'PATCH',
    url: `/api/orders/${id}/images/${front}`,
    payload: { shared: false },
  })
  t.strictSame(await trackedImages(), [])
  t.equal((await app.inject(image.url)).statusCode, 404, 'taken back')
  t.strictSame(
    (await eventsOf(app, 'order', id)).slice(-2).map(({ type, data }) => [type, data]),
    [
      ['order.image_shared', { image: front }],
      ['order.image_unshared', { image: front }],
    ],
  )
})

t.test('by its id only a signed-in customer sees their own order', async (t) => {
  const { app, owner } = await openShop(t)
  const order = await addOrder(owner)
  const path = `/track-order/${order.id}`
  const visitor = await browser(app).get(path)
  t.equal(visitor.location, `/auth/login?next=${encodeURIComponent(path)}`)
  const amina = await signedIn(app, await account(app, 'customer', order.customerId))
  const page = await amina.get(path)
  t.equal(page.status, 200)
  t.equal(page.$('h1').text(), `Order ${order.number}`)
  t.equal(page.$('[data-live]').attr('data-live'), '/api/events/stream')
  t.equal((await amina.get('/track-order/999')).status, 404)
  const li = await signedIn(app, await account(app, 'customer'))
  t.equal((await li.get(path)).status, 404, 'not hers')
})

t.test('the token is in no log and in no Referer', async (t) => {
  const lines: string[] = []
  const stream = { write: (line: string) => lines.push(line) }
  const { app: shop, owner } = await openShop(t)
  const { trackingToken } = await addOrder(owner)
  const app = await buildApp({
    config: shop.config,
    db: shop.db,
    logger: { ...loggerOptions('info'), stream },
  })
  t.teardown(() => app.close())
  for (const path of ['/track-order/', '/api/track/']) {
    for (const rest of ['', '/images/1', '/nothing']) {
      const answer = await app.inject(`${path}${trackingToken}${rest}`)
      if (answer.statusCode === 200) t.equal(answer.headers['referrer-policy'], 'no-referrer')
    }
  }
  t.ok(lines.length >= 6)
  t.notMatch(lines.join(''), trackingToken)
  t.match(lines.join(''), '/track-order/:token')
})

// Public address in links and QR codes: from the configuration, never from a request's Host header.
import { networkInterfaces } from 'node:os'
import t, { type Test } from 'tap'
import { qrCodeSvg, qrCodeUrl } from '../../src/lib/qr-code.ts'
import { openShop } from '../support/api.ts'
import { browser, build, buildEmpty, program, signedIn } from '../support/app.ts'
import { submit } from '../support/forms.ts'
import { pageRoutes } from '../support/page-routes.ts'
import { said } from '../support/reading.ts'
import { addOrder, addPhotos } from '../support/shop/factories.ts'

const FOREIGN = { host: 'evil.test', 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'https' }
const SHOP = 'https://hem.example'

/** Saves the address on the settings page. */
async function setAddress(visitor: Awaited<ReturnType<typeof signedIn>>, publicUrl: string) {
  const form = 'form[action="/admin/settings"]'
  return submit(visitor, await visitor.get('/admin/settings'), { form, typed: { publicUrl } })
}

t.test('no response repeats the Host header', async (t) => {
  const { app, owner } = await openShop(t)
  const order = await addOrder(owner)
  await addPhotos(owner, order.id)
  const visitor = await signedIn(app)
  const urls = pageRoutes(app).map((path) =>
    path.replace(':token', order.trackingToken).replaceAll(':id', String(order.id)),
  )
  urls.push('/api/openapi.json', '/api/orders?limit=1', `/api/orders/${order.id}`, '/no-such-page')
  urls.push(`/admin/orders/${order.id}/tracking-link.svg`, '/manifest.webmanifest', '/orders/')
  for (const url of urls) {
    const { response } = await visitor.get(url, FOREIGN)
    t.notMatch(response.body, 'evil.test', url)
    t.notMatch(JSON.stringify(response.headers), 'evil.test', `${url}: headers`)
  }
  const renewed = await owner.post(`/api/orders/${order.id}/tracking-link`, {}, FOREIGN)
  t.equal(renewed.statusCode, 201)
  t.notMatch(renewed.body, 'evil.test')
  const created = await owner.post(
    '/api/customers',
    { name: 'Li', phoneNumber: '0555 1234' },
    FOREIGN,
  )
  t.notMatch(JSON.stringify(created.headers), 'evil.test')
})

/** Checks the tracking link, its QR code, and the one on the receipt. */
async function expectLinks(t: Test, app: Awaited<ReturnType<typeof build>>, origin: string) {
  const owner = await program(app)
  const order = await addOrder(owner)
  const visitor = await signedIn(app)
  const at = `/admin/orders/${order.id}`
  const link = `${origin}/track-order/${order.trackingToken}`
  const { $ } = await visitor.get(at, FOREIGN)
  t.equal($('#tracking-url').val(), link)
  t.match($('a[href^="https://wa.me/"]').attr('href'), encodeURIComponent(link))
  const svg = await visitor.get(`${at}/tracking-link.svg`, FOREIGN)
  t.equal(svg.response.body, await qrCodeSvg(link))
  const receipt = await visitor.get(`${at}/receipt`, FOREIGN)
  t.equal(receipt.$('img.code').attr('src'), await qrCodeUrl(link))
  const ticket = await visitor.get(`${at}/ticket`, FOREIGN)
  t.equal(ticket.$('img.code').attr('src'), await qrCodeUrl(`${origin}${at}`))
  const { json } = await owner.post(`/api/orders/${order.id}/tracking-link`, {}, FOREIGN)
  t.equal(json().url, `${origin}/track-order/${json().trackingToken}`)
}

t.test('the address is set by the owner, and PUBLIC_URL takes precedence', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  t.equal((await setAddress(visitor, `${SHOP}/`)).status, 303)
  await expectLinks(t, app, SHOP)
  t.equal((await visitor.get('/admin/settings')).$('[name=publicUrl]').val(), SHOP)
  for (const wrong of [
    'hem.example',
    'ftp://hem.example',
    `${SHOP}/orders`,
    'javascript:alert(1)',
  ]) {
    const page = await setAddress(visitor, wrong)
    t.equal(page.status, 422, wrong)
    t.match(said(page.$('#f-publicUrl-error')), 'Write the address like https://shop.example')
  }
  const fixed = await build(t, { PUBLIC_URL: 'https://configured.test' })
  await setAddress(await signedIn(fixed), SHOP)
  await expectLinks(t, fixed, 'https://configured.test')
})

t.test('without either it is the address on which the server listens', async (t) => {
  await expectLinks(t, await build(t, { HOST: '192.0.2.7', PORT: '8080' }), 'http://192.0.2.7:8080')
  await expectLinks(t, await build(t, { HOST: '::1', PORT: '8080' }), 'http://[::1]:8080')
  const own = Object.values(networkInterfaces()).flat()
  const inNetwork = own.find((one) => one?.family === 'IPv4' && !one.internal)?.address
  const everywhere = await build(t, { HOST: '0.0.0.0', PORT: '8080' })
  await expectLinks(t, everywhere, `http://${inNetwork ?? 'localhost'}:8080`)
})

t.test('the set-up stores the address of its request, if others can reach it', async (t) => {
  for (const [host, kept] of [
    ['192.168.1.20:3000', 'http://192.168.1.20:3000'],
    ['localhost:3000', ''],
    ['[::1]:3000', ''],
  ] as const) {
    const app = await buildEmpty(t)
    const visitor = browser(app)
    const page = await visitor.get(`/setup?token=${app.setupToken?.value}`, { host })
    const typed = {
      name: 'Needle & Thread',
      currency: 'EUR',
      fullName: 'Ines Almeida',
      email: 'ines@shop.test',
      password: 'needle and thread 7',
    }
    const done = await submit(visitor, page, { form: 'main form', typed, headers: { host } })
    t.equal(done.status, 303, host)
    t.equal((await visitor.get('/admin/settings')).$('[name=publicUrl]').val(), kept, host)
  }
})

t.test("a tablet that uses the shop's address finds every page there", async (t) => {
  const app = await build(t)
  const owner = await signedIn(app)
  await setAddress(owner, SHOP)
  const order = await addOrder(await program(app))
  const host = { host: '192.168.1.20:3000' }
  for (const url of ['/admin', '/admin/orders', `/admin/orders/${order.id}`, '/admin/settings']) {
    const { $ } = await owner.get(url, host)
    const away = $('a[href^="http"], form[action^="http"], link[href^="http"], script[src^="http"]')
      .toArray()
      .map((one) => $(one).attr('href') ?? $(one).attr('action'))
    t.strictSame(
      away.filter((href) => !href?.startsWith('https://wa.me/')),
      [],
      url,
    )
  }
})

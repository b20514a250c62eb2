// Web app manifest, icons, service worker and offline page.
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import t from 'tap'
import { ACCENTS } from '../../../../src/schemas/shop/settings.ts'
import { ACCENT_COLOURS } from '../../../../src/views/helpers/accents.ts'
import { browser, build, signedIn } from '../../../support/app.ts'
import { isPage } from '../../../support/reading.ts'

const app = await build(t)
const url = '/manifest.webmanifest'
const read = async () => (await app.inject(url)).json()

t.test('the app has the name and the colour of the shop, and opens the order book', async (t) => {
  const owner = await signedIn(app)
  const { $ } = await owner.get('/admin/settings')
  const form = $('form[action="/admin/settings"]').serializeArray()
  const fields = Object.fromEntries(form.map(({ name, value }) => [name, value]))
  await owner.post('/admin/settings', { ...fields, name: 'Atelier Almeida', accent: 'bottle' })

  const answer = await app.inject(url)
  t.match(answer.headers['content-type'], 'application/manifest+json')
  t.equal(answer.headers['cache-control'], 'no-cache', 'changes show without a restart')
  t.match(answer.json(), {
    name: 'Atelier Almeida',
    start_url: '/admin',
    scope: '/',
    display: 'standalone',
    theme_color: '#173023',
  })
})

t.test('its icons exist, in the declared sizes', async (t) => {
  const { icons } = await read()
  t.strictSame(
    icons.map(({ sizes, purpose }: Record<string, string>) => `${sizes} ${purpose}`),
    ['192x192 any', '512x512 any', '512x512 maskable'],
  )
  for (const { src, sizes, type } of icons) {
    const { statusCode, headers, rawPayload } = await app.inject(src)
    t.equal(statusCode, 200, src)
    t.equal(headers['content-type'], type)
    const { width, height } = await sharp(rawPayload).metadata()
    t.equal(`${width}x${height}`, sizes)
  }
})

t.test('every page links to the manifest, for visitors too', async (t) => {
  const { $ } = await browser(app).get('/auth/login')
  t.equal($('link[rel=manifest]').attr('href'), url)
  t.equal($('meta[name=theme-color]').attr('content'), (await read()).theme_color)
  const icon = await app.inject($('link[rel=apple-touch-icon]').attr('href') ?? '')
  t.equal(icon.headers['content-type'], 'image/png')
  const { width, hasAlpha } = await sharp(icon.rawPayload).metadata()
  t.equal(width, 180)
  t.notOk(hasAlpha, 'a device would put black behind it')
})

t.test('the colours of colourways equal those of the stylesheet', async (t) => {
  const colourways = await readFile(
    new URL('../../../../public/src/colourways.css', import.meta.url),
    'utf8',
  )
  for (const accent of ACCENTS) {
    const rule = `[data-colourway="${accent}"] {`
    const [, colour] = /--cloth: var\(--light, (#\w+)\)/.exec(colourways.split(rule)[1] ?? '') ?? []
    t.equal(ACCENT_COLOURS[accent], colour, accent)
  }
})

t.test('the service worker is revalidated each time, with the scope of all pages', async (t) => {
  const { statusCode, headers, body } = await app.inject('/sw.js')
  t.equal(statusCode, 200)
  t.match(headers['content-type'], 'javascript')
  t.equal(headers['cache-control'], 'no-cache')
  const headersAgain = { 'if-none-match': String(headers.etag) }
  t.equal((await app.inject({ url: '/sw.js', headers: headersAgain })).statusCode, 304)
  for (const [file] of body.matchAll(/\/assets\/[\w.-]+/g)) {
    t.equal((await app.inject(file)).statusCode, 200, `it keeps ${file}`)
  }
})

t.test('an asset of an older build is 404', async (t) => {
  t.equal((await app.inject('/assets/app-0000000000.css')).statusCode, 404)
  const posted = await app.inject({ method: 'POST', url: '/assets/app-0000000000.css' })
  t.equal(posted.statusCode, 405)
})

t.test('the offline page is the same for everybody and holds nothing of the shop', async (t) => {
  const visitor = await browser(app).get('/offline')
  isPage(t, visitor, 'No connection')
  t.notMatch(visitor.response.body, /Atelier|_csrf/)
  t.equal((await (await signedIn(app)).get('/offline')).response.body, visitor.response.body)
  t.equal(visitor.$('main a:contains("Try again")').attr('href'), '', 'the page that was asked for')
})

// Logo of the shop: upload, display and removal by the owner.
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { sql } from '../../../../../src/db/sql.ts'
import { account, browser, build, type Page, signedIn } from '../../../../support/app.ts'
import { submit } from '../../../../support/forms.ts'
import { eachSaid, isPage, said } from '../../../../support/reading.ts'
import { pixel, pngBomb } from '../../../../support/shop/photo-files.ts'

const url = '/admin/settings'
const UPLOAD = 'form[action="/admin/settings/logo"]'
const RED = { r: 200, g: 30, b: 40 }

/** A wide logo: a red square at its left, and nothing around it. */
async function logo(name = 'logo.png', background = RED) {
  const square = sharp({ create: { width: 300, height: 300, channels: 3, background } })
  const wide = { top: 0, bottom: 0, left: 0, right: 600, background: { ...RED, alpha: 0 } }
  const bytes = await square.ensureAlpha().extend(wide).png().toBuffer()
  return new File([bytes], name, { type: 'image/png' })
}

async function opened(t: Test) {
  const app = await build(t, { MAX_UPLOAD_MB: '1' })
  const owner = await signedIn(app)
  const upload = async (files: File[]) =>
    submit(owner, await owner.get(url), { form: UPLOAD, typed: { logo: files } })
  const events = () => app.db.all(sql`SELECT type FROM events WHERE type LIKE 'settings.logo%'`)
  return { app, owner, upload, events }
}

const logoImages = (page: Page) => page.$('.brand img.logo')

t.test('the logo is beside the name on every page, for visitors too', async (t) => {
  const { app, owner, upload } = await opened(t)
  const before = await owner.get('/admin')
  t.equal(logoImages(before).length, 0)
  t.ok(before.$('.brand .mark').length > 0)

  const saved = await upload([await logo()])
  t.equal(saved.location, `${url}#shop-logo`)
  const settings = await owner.get(url)
  t.equal(said(settings.$('#toasts .toast span').first()), 'Logo saved.')
  isPage(t, settings, 'Settings')

  const front = await browser(app).get('/auth/login')
  t.equal(front.$('.brand .mark').length, 0)
  t.match(logoImages(front).attr(), { alt: '', width: '96', height: '32' })
  t.match(said(front.$('.brand')), 'Hemline', 'the name stays')

  const picture = await app.inject(logoImages(front).attr('src') ?? '')
  t.match(picture.headers, {
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  t.match(await sharp(picture.rawPayload).metadata(), { width: 192, height: 64, hasAlpha: true })
  const { r, g, b } = await pixel(picture.rawPayload, 32, 32)
  t.strictSame({ r, g, b }, RED)
})

t.test('a browser with the logo revalidates it', async (t) => {
  const { app, upload } = await opened(t)
  t.equal((await app.inject('/logo')).statusCode, 404)
  await upload([await logo()])
  const { headers } = await app.inject('/logo')
  t.equal(headers['cache-control'], 'public, no-cache')
  const again = { 'if-none-match': String(headers.etag) }
  t.equal((await app.inject({ url: '/logo', headers: again })).statusCode, 304)

  await upload([await logo('new.png', { r: 30, g: 60, b: 200 })])
  const changed = await app.inject({ url: '/logo', headers: again })
  t.equal(changed.statusCode, 200)
  t.not(changed.headers.etag, headers.etag)
})

t.test('other files are refused in a sentence, and the logo stays', async (t) => {
  const { owner, upload } = await opened(t)
  await upload([await logo()])
  const { src } = logoImages(await owner.get(url)).attr() ?? {}
  const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  for (const [files, status, words] of [
    [[new File([script], 'logo.svg', { type: 'image/svg+xml' })], 415, /JPEG, PNG or WebP/],
    [[new File(['<html>'], 'logo.png', { type: 'image/png' })], 415, /JPEG, PNG or WebP/],
    [[new File([pngBomb(30_000)], 'bomb.png')], 422, /50 megapixels/],
    [[new File([Buffer.alloc(1_100_000)], 'huge.png')], 413, /at most 1 MB/],
    [[], 422, /Choose a logo file/],
  ] as const) {
    const refused = await upload([...files])
    t.equal(refused.status, status)
    isPage(t, refused, 'Settings')
    t.match(eachSaid(refused, '#shop-logo [role=alert]'), [words])
    t.equal(refused.$('[name=name]').val(), 'Hemline', 'the other settings are there')
    t.equal(logoImages(refused).attr('src'), src)
  }
})

t.test('after removal the default mark is shown', async (t) => {
  const { app, owner, upload, events } = await opened(t)
  await upload([await logo()])
  await upload([await logo('the-same.png')])
  const page = await owner.get(url)
  const form = 'form[action="/admin/settings/logo/delete"]'
  t.equal((await submit(owner, page, { form, button: 'Remove logo' })).location, `${url}#shop-logo`)
  const after = await owner.get(url)
  t.equal(logoImages(after).length, 0)
  t.ok(after.$('.brand .mark').length > 0)
  t.equal(after.$(form).length, 0)
  t.equal((await app.inject('/logo')).statusCode, 404)
  t.equal((await submit(owner, page, { form })).status, 303, 'a second tap harms nothing')
  t.equal((await events()).length, 2, 'each change is told once')
})

t.test('only the owner may change the logo', async (t) => {
  const { app, owner } = await opened(t)
  const staff = await signedIn(app, await account(app, 'staff'))
  const token = String((await staff.get('/profile')).$('[name=_csrf]').val())
  const page = await owner.get(url)
  page.$(`${UPLOAD} [name=_csrf]`).attr('value', token)
  const typed = { logo: [await logo()] }
  for (const refused of [
    await submit(staff, page, { form: UPLOAD, typed }),
    await staff.post('/admin/settings/logo/delete', { _csrf: token }),
  ]) {
    t.equal(refused.status, 403)
    t.match(said(refused.$('main')), 'Ask an owner')
  }
  t.match((await browser(app).post('/admin/settings/logo/delete')).location, '/auth/login')
  t.equal(logoImages(await owner.get(url)).length, 0)
})

t.test('a cross-site upload is refused before it is read', async (t) => {
  const { app, owner } = await opened(t)
  const page = await owner.get(url)
  page.$(`${UPLOAD} [name=_csrf]`).attr('value', 'guessed')
  const refused = await submit(owner, page, { form: UPLOAD, typed: { logo: [await logo()] } })
  t.equal(refused.status, 403)
  t.equal((await app.inject('/logo')).statusCode, 404)
})

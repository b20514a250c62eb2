// Completeness of the settings API: every field of the settings forms, and the logo.
import t, { type Test } from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../../../support/api.ts'
import {
  account,
  browser,
  type Page,
  type Program,
  program,
  signedIn,
} from '../../../../support/app.ts'
import { documentOf } from '../../../../support/documented.ts'
import { multipart } from '../../../../support/multipart.ts'
import { pngBomb, twoHalves } from '../../../../support/shop/photo-files.ts'

const url = '/api/settings'
const logoUrl = `${url}/logo`

/** Field names of the settings forms, without tokens and keys. */
function fieldsOf(page: Page): string[] {
  const names = page
    .$('main form [name]')
    .toArray()
    .map((field) => page.$(field).attr('name') ?? '')
  const nouns = names.map((name) => name.split('.')[0] ?? '')
  return [...new Set(nouns.map((noun) => HOURS[noun] ?? noun))].filter((name) => !OWN.has(name))
}

/** Tokens, and what the forms say about themselves. */
const OWN = new Set(['_csrf', 'version', 'next', 'addRow', 'removeRow', 'listedFrom'])

/** Opening hours are typed by weekday, and stored as one list. */
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const HOURS: Readonly<Record<string, string>> = Object.fromEntries(
  [...WEEKDAYS, 'exceptions'].map((name) => [name, 'openingHours']),
)

t.test('every field of the pages is in the response, and can be changed', async (t) => {
  const { app, owner } = await openShop(t)
  const visitor = await signedIn(app)
  const first = await visitor.get('/admin/settings')
  const tabs = first.$('main nav a[href^="/admin/settings"]').toArray()
  const addresses = tabs.map((tab) => first.$(tab).attr('href') ?? '')
  t.ok(addresses.length >= 2, addresses.join(' '))
  const pages = await Promise.all(addresses.map((address) => visitor.get(address)))
  const fields = [...new Set(pages.flatMap(fieldsOf))]
  t.ok(fields.includes('publicUrl') && fields.includes('depositValue') && fields.length > 14)

  const { schemas } = documentOf(app).components
  const settings = (await owner.get(url)).json()
  const taken = schemas.SettingsPatch?.properties ?? {}
  for (const field of fields) {
    const isTold = [settings, settings.paymentRules, settings.storefront].some(
      (one) => field in one,
    )
    t.ok(isTold, `${field} is answered`)
    const { paymentRules, storefront } = taken
    const isTaken = [taken, paymentRules?.properties, storefront?.properties].some(
      (one) => one !== undefined && field in one,
    )
    t.ok(isTaken || (field === 'logo' && documentOf(app).paths[logoUrl]?.put), `${field} is taken`)
  }
})

t.test('the public address is read and written like other fields', async (t) => {
  const { app, owner } = await openShop(t)
  t.equal((await owner.get(url)).json().publicUrl, null)
  const saved = await owner.put(url, { publicUrl: 'https://Shop.example/' })
  t.equal(saved.json().publicUrl, 'https://shop.example', saved.body)
  const page = await (await signedIn(app)).get('/admin/settings')
  t.equal(page.$('[name=publicUrl]').val(), 'https://shop.example')
  t.equal((await owner.put(url, { name: 'Atelier' })).json().publicUrl, 'https://shop.example')
  t.strictSame(wrongFields(await owner.put(url, { publicUrl: 'shop' })), {
    '/publicUrl': 'pattern',
  })
  t.equal((await owner.put(url, { publicUrl: null })).json().publicUrl, null)
})

async function upload(who: Program, files: Record<string, Buffer | string>) {
  const form = new FormData()
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === 'string') form.append(name, content)
    else form.append(name, new File([content], `${name}.png`))
  }
  return who.send({ method: 'PUT', url: logoUrl, ...(await multipart(form)) })
}

const picture = () => twoHalves(600, 200).png().toBuffer()

t.test('the logo is uploaded and removed by the API', async (t) => {
  const { app, owner } = await openShop(t)
  const put = await upload(owner, { logo: await picture() })
  t.equal(put.statusCode, 200, put.body)
  t.match(put.json().logo, { url: /^\/logo\?v=\w{10}$/, width: 192, height: 64 })
  t.strictSame((await owner.get(url)).json(), put.json())
  const logo = await app.inject(put.json().logo.url)
  t.match(logo.headers, { 'content-type': 'image/webp' })
  t.equal((await browser(app).get('/auth/login')).$('.brand img.logo').length, 1, 'for visitors')
  await upload(owner, { logo: await picture() })
  t.equal((await owner.delete(logoUrl)).statusCode, 204)
  t.equal((await owner.delete(logoUrl)).statusCode, 204, 'once more changes nothing')
  t.equal((await owner.get(url)).json().logo, null)
  t.equal((await app.inject('/logo')).statusCode, 404)
  const types = (await eventsOf(app, 'settings', 1)).map(({ type }) => type)
  t.strictSame(types, ['settings.created', 'settings.logo_changed', 'settings.logo_changed'])
})

t.test('other files are refused as a logo, and the old one stays', async (t) => {
  const { app, owner } = await openShop(t, {}, { MAX_UPLOAD_MB: '1' })
  const { logo } = (await upload(owner, { logo: await picture() })).json()
  for (const [files, status, code] of [
    [{}, 422, 'no_logo'],
    [{ logo: Buffer.from('<svg/>') }, 415, 'image_unsupported'],
    [{ logo: pngBomb(30_000) }, 422, 'image_too_many_pixels'],
    [{ logo: Buffer.alloc(1_100_000) }, 413, 'image_too_large'],
    [{ logo: await picture(), other: await picture() }, 422, 'invalid_input'],
    [{ logo: await picture(), colour: 'red' }, 422, 'invalid_input'],
  ] as const) {
    refused(t, await upload(owner, files), status, code)
  }
  const json = await owner.put(logoUrl, { logo: 'x' })
  refused(t, json, 415, 'unsupported_media_type')
  t.strictSame((await owner.get(url)).json().logo, logo)
  await refusedToOthers(t, app)
})

async function refusedToOthers(t: Test, app: Awaited<ReturnType<typeof openShop>>['app']) {
  for (const role of ['staff', 'customer'] as const) {
    const who = await program(app, await account(app, role))
    refused(t, await upload(who, { logo: await picture() }), 403, 'forbidden')
    refused(t, await who.delete(logoUrl), 403, 'forbidden')
  }
}

// Page weight budgets (DESIGN 8), measured as bytes that a browser receives.
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { sql } from '../../src/db/sql.ts'
import { prepareLogo, setLogo } from '../../src/services/photos/logo.ts'
import { change, SYSTEM } from '../../src/services/shared/change.ts'
import { type Browser, browser, type Page, program, signedIn } from '../support/app.ts'
import { pageRoutes } from '../support/page-routes.ts'
import { noisyPhoto } from '../support/shop/photo-files.ts'
import { buildSample } from '../support/shop/sample-shop.ts'
import { fillShelf } from '../support/shop/shelf.ts'

const FIRST_VISIT = 60_000
const WARM_VISIT = 14_000
const SCRIPT = 24_000
const PHOTO = 25_000

const app = await buildSample(t, { RATE_LIMIT_STAFF: '1000000', RATE_LIMIT_ANONYMOUS: '1000000' })
await hangLogo(app)
await fillShelf(app)
const order = await app.db.get<{ id: number; employeeId: number; token: string }>(sql`
  SELECT o.id, o.employee_id AS "employeeId", tracking_token AS token
  FROM orders o
  JOIN order_images i ON i.order_id = o.id
  WHERE o.employee_id IS NOT NULL
  LIMIT 1`)
await (await program(app)).put('/api/users/1', { employeeId: order?.employeeId })

/** A logo close to the size limit. */
async function hangLogo({ db }: FastifyInstance): Promise<void> {
  const logo = await prepareLogo(await (await noisyPhoto(960, 256)).png().toBuffer())
  await db.write((tx) => setLogo(change(tx, SYSTEM), logo))
}

/** Compressed with gzip, since browsers accept nothing better over plain http, which most shops have. */
const read = (visitor: Browser, url: string) => visitor.get(url, { 'accept-encoding': 'gzip' })

/** Bytes of head and body over HTTP/1.1. */
function wireBytes({ response }: Page): number {
  const head = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return response.rawPayload.length + head.join('').length
}

/**
 * URLs that a first visit fetches besides the page, including the service worker. Without lazy images, and without
 * photos of the garment, which have their own budget.
 */
function partsOf({ $ }: Page): string[] {
  const files = $('link[rel=stylesheet], link[rel=icon], link[rel=manifest], use, script, img')
    .filter((_, part) => $(part).attr('loading') !== 'lazy')
    .map((_, part) => $(part).attr('href') ?? $(part).attr('src'))
    .get()
    .filter((url) => url.startsWith('/') && !isPhoto(url))
  return [...new Set([...files, '/sw.js', '/offline'].map((url) => url.split('#')[0] ?? url))]
}

const isPhoto = (url: string) => /^\/api\/(orders|products)\//.test(url)

const filledIn = (path: string) =>
  path
    .replace(':token', String(order?.token))
    .replace(/(orders|work)\/:id/, `$1/${order?.id}`)
    .replaceAll(':id', '1')

for (const [who, visitor] of [
  ['the owner', await signedIn(app)],
  ['a visitor', browser(app)],
] as const) {
  t.test(`each page is within its budget for ${who}`, async (t) => {
    for (const path of pageRoutes(app)) {
      const plain = await visitor.get(filledIn(path))
      if (plain.status !== 200) continue
      const page = wireBytes(await read(visitor, filledIn(path)))
      let all = page
      for (const part of partsOf(plain)) all += wireBytes(await read(visitor, part))
      t.ok(page <= WARM_VISIT, `${path}: ${page} bytes of HTML`)
      t.ok(all <= FIRST_VISIT, `${path}: ${all} bytes on the first visit`)
    }
  })
}

t.test('the script is within its budget', async (t) => {
  const { $ } = await browser(app).get('/auth/login')
  const sizes: number[] = []
  for (const script of $('script[src]').toArray()) {
    const { response } = await read(browser(app), $(script).attr('src') ?? '')
    t.equal(response.headers['content-encoding'], 'gzip')
    sizes.push(response.rawPayload.length)
  }
  const all = sizes.reduce((sum, size) => sum + size, 0)
  t.ok(all > 0 && all <= SCRIPT, `${all} bytes of script`)
})

t.test('each thumbnail of a garment is within its budget', async (t) => {
  const owner = await signedIn(app)
  const { $ } = await owner.get(`/admin/orders/${order?.id}/ticket`)
  const photos = $('img[src^="/api/orders/"]').toArray()
  t.not(photos.length, 0)
  for (const photo of photos) {
    const bytes = wireBytes(await read(owner, $(photo).attr('src') ?? ''))
    t.ok(bytes <= PHOTO, `${bytes} bytes`)
  }
})

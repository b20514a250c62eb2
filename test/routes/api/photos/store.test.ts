// Photos and logo in an S3 store: the same addresses, and no loss while the store is down.
import t, { type Test } from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { checkPictures } from '../../../../src/services/audit/photos.ts'
import { addImages } from '../../../../src/services/orders/photos.ts'
import { preparePhoto } from '../../../../src/services/photos/prepare.ts'
import { moveToDatabase, moveToStore } from '../../../../src/services/photos/store/migration.ts'
import { sweepPictures } from '../../../../src/services/photos/store/sweep.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { customerProgram, openShop, refused, type Shop } from '../../../support/api.ts'
import { signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { multipart } from '../../../support/multipart.ts'
import { type FakeS3, startStore } from '../../../support/processes/s3-server.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { twoHalves } from '../../../support/shop/photo-files.ts'

const gown = await twoHalves(400, 300).jpeg().toBuffer()
const veil = await twoHalves(300, 400).jpeg().toBuffer()

function picture(name: string, bytes: Buffer) {
  const form = new FormData()
  form.append(name, new File([bytes], 'picture.jpg', { type: 'image/jpeg' }))
  return multipart(form)
}

/** A shop with an S3 store, and an order for photos. */
async function open(t: Test, env: Record<string, string> = {}) {
  const store = await startStore(t, env)
  const shop = await openShop(t, {}, store.env)
  const { id } = await addOrder(shop.owner)
  const url = `/api/orders/${id}/images`
  const add = async (bytes: Buffer) =>
    shop.owner.send({ method: 'POST', url, ...(await picture('images', bytes)) })
  return { ...shop, store, id, add }
}

const blobs = async ({ app }: Pick<Shop, 'app'>) =>
  (await app.db.get<{ n: number }>(sql`SELECT count(*) AS n FROM image_blobs`))?.n
const kinds = (store: FakeS3) => [...store.objects.keys()].map((key) => key.split('/')[0]).sort()

/** A photo with its bytes in the database, as before the shop had a store. */
async function addToDatabase({ app, id }: Awaited<ReturnType<typeof open>>, bytes: Buffer) {
  const photo = await preparePhoto(bytes)
  const [image] = await app.db.write((tx) => addImages(change(tx, SYSTEM), id, [photo], 9))
  return `/api/orders/${id}/images/${image?.id}`
}

t.test('a photo is stored before its row, once, and served at the same address', async (t) => {
  const shop = await open(t, { S3_PREFIX: 'marigold/' })
  const { store, owner, add } = shop
  const [image] = (await add(gown)).json().data
  t.equal(await blobs(shop), 0, 'no bytes in the database')
  t.strictSame(kinds(store), ['marigold', 'marigold'])
  const photo = await owner.get(image.url)
  t.equal(photo.statusCode, 200)
  t.match(photo.headers, {
    'content-type': 'image/jpeg',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    etag: /^"[0-9a-f]{32}-display"$/,
  })
  t.equal(photo.rawPayload.length, image.size)
  t.equal((await owner.get(image.thumbnailUrl)).statusCode, 200)
  const calls = store.calls.length
  const known = { 'if-none-match': String(photo.headers.etag) }
  t.equal((await owner.send({ url: image.url, headers: known })).statusCode, 304)
  t.equal(store.calls.length, calls, 'what is known is not fetched')
  await add(gown)
  t.equal(store.objects.size, 2, 'the same picture is the same object')
})

t.test('a photo of another customer is 404, whatever the store has', async (t) => {
  const { app, store, add } = await open(t)
  const [image] = (await add(gown)).json().data
  const calls = store.calls.length
  t.equal((await app.inject({ url: image.url })).statusCode, 401)
  refused(t, await (await customerProgram(app)).get(image.url), 404, 'not_found')
  t.equal(store.calls.length, calls, 'the store is not even asked')
})

t.test('while the store is down nothing is saved partially, and pages work', async (t) => {
  const shop = await open(t)
  const { app, store, owner, add, id } = shop
  const [image] = (await add(gown)).json().data
  await store.stop()
  const answer = await add(veil)
  refused(t, answer, 503, 'pictures_unavailable')
  t.equal(answer.headers['retry-after'], '10')
  t.equal((await owner.get(`/api/orders/${id}`)).json().images.length, 1)
  refused(t, await owner.get(image.url), 503, 'pictures_unavailable')
  const ines = await signedIn(app)
  const page = await ines.get(`/admin/orders/${id}`)
  t.equal(page.status, 200)
  t.ok(page.$(`img[src^="${image.url}"]`).length > 0)
  const inPage = await ines.get(image.url, { 'sec-fetch-dest': 'image' })
  t.equal(inPage.status, 503)
  t.match(inPage.response.headers, { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' })
  t.match(inPage.response.body, /^<svg /)
})

t.test('while the store is down the form shows again what was typed', async (t) => {
  const { app, store } = await open(t)
  const ines = await signedIn(app)
  const form = await ines.get('/admin/orders/new')
  await store.stop()
  const data = new FormData()
  for (const input of form.$('form[action^="/admin/orders"] input[name]').toArray()) {
    const { name, type, value = '' } = input.attribs
    if (name && type !== 'file' && type !== 'checkbox' && type !== 'radio') data.set(name, value)
  }
  data.set('notes', 'Lace from grandmother')
  data.set('images', new File([new Uint8Array(gown)], 'gown.jpg', { type: 'image/jpeg' }))
  const body = new Response(data)
  const page = await ines.send({
    method: 'POST',
    url: form.$('form[action^="/admin/orders"]').attr('action') ?? '',
    headers: { 'content-type': body.headers.get('content-type') ?? '' },
    payload: Buffer.from(await body.arrayBuffer()),
  })
  t.match(page.response.body, /Lace from grandmother/)
  const orders = await app.db.get(sql`SELECT count(*) AS n FROM orders`)
  t.match(orders, { n: 1 }, 'no order was made')
})

t.test('a failing store is retried, then given up', async (t) => {
  const { store, owner, add } = await open(t)
  let failures = 2
  store.ill = () => (failures-- > 0 ? 503 : undefined)
  const [image] = (await add(gown)).json().data
  t.ok(image.id)
  store.ill = (call) => (call.startsWith('GET') ? 500 : undefined)
  store.calls.length = 0
  refused(t, await owner.get(image.url), 503, 'pictures_unavailable')
  t.equal(store.calls.length, 3)
})

t.test('a store that refuses the secret is 503', async (t) => {
  const { add } = await open(t, { S3_SECRET_ACCESS_KEY: 'another' })
  refused(t, await add(gown), 503, 'pictures_unavailable')
})

t.test('objects without a row are deleted after some days, and no others', async (t) => {
  const { app, store, owner, add } = await open(t, { S3_PREFIX: 'marigold/' })
  const objects = app.objects
  if (!objects) throw new Error('there is no store')
  const [kept] = (await add(gown)).json().data
  const [gone] = (await add(veil)).json().data
  for (const name of ['f'.repeat(64), '0'.repeat(64)]) {
    await objects.put(`photos/${name}`, gown, 'image/jpeg')
  }
  store.objects.set('marigold/photos/notes.txt', {
    bytes: Buffer.from('x'),
    type: '',
    modified: new Date(0),
  })
  await owner.delete(gone.url)
  t.equal(await sweepPictures(app.db, objects), 0, 'what is young stays')
  for (const object of store.objects.values()) object.modified = new Date('2020-01-01')
  await objects.put(`photos/${'0'.repeat(64)}`, gown, 'image/jpeg')
  t.equal(await sweepPictures(app.db, objects), 3, 'a photo, its thumbnail, and an upload')
  t.equal((await owner.get(kept.url)).statusCode, 200)
  t.equal((await owner.get(kept.thumbnailUrl)).statusCode, 200)
  t.ok(store.objects.has(`marigold/photos/${'0'.repeat(64)}`), 'put again at this moment')
  t.ok(store.objects.has('marigold/photos/notes.txt'), 'what is not ours stays')
})

t.test(
  'photos stay in the database after a store is configured, until they are moved',
  async (t) => {
    const shop = await open(t)
    const { app, store, owner } = shop
    const objects = app.objects
    if (!objects) throw new Error('there is no store')
    const url = await addToDatabase(shop, gown)
    const before = await owner.get(url)
    t.equal(before.statusCode, 200)
    t.equal(store.calls.length, 0)
    let carried = 0
    const count = (pictures: number) => {
      carried += pictures
    }
    await moveToStore(app.db, objects, count)
    t.equal(await blobs(shop), 0)
    t.strictSame((await owner.get(url)).rawPayload, before.rawPayload)
    t.match(await checkPictures(app.db, objects), { checked: 1, inStore: 1, problems: [] })
    await moveToDatabase(app.db, objects, count)
    t.equal(carried, 2)
    t.equal(await blobs(shop), 1)
    await store.stop()
    t.strictSame((await owner.get(url)).rawPayload, before.rawPayload)
  },
)

t.test('the storage check names missing and altered objects', async (t) => {
  const shop = await open(t)
  const { app, store, add } = shop
  const [first] = (await add(gown)).json().data
  const [second] = (await add(veil)).json().data
  const check = async () => (await checkPictures(app.db, app.objects)).problems
  t.strictSame(await check(), [])
  const [photo, other] = [...store.objects.keys()].filter((key) => key.startsWith('photos/'))
  store.objects.delete(photo ?? '')
  const object = store.objects.get(other ?? '')
  if (object) object.bytes = Buffer.from('something else')
  t.match(await check(), [
    { table: 'order_images', id: first.id, detail: /neither in the database nor in the store/ },
    { table: 'order_images', id: second.id, detail: /their hash is another/ },
  ])
})

t.test('the logo is in the store, too', async (t) => {
  const { app, store } = await open(t)
  const ines = await signedIn(app)
  const saved = await submit(ines, await ines.get('/admin/settings'), {
    form: 'form[action="/admin/settings/logo"]',
    typed: { logo: [new File([gown], 'logo.jpg', { type: 'image/jpeg' })] },
  })
  t.equal(saved.status, 303)
  t.strictSame(kinds(store), ['logos'])
  const logo = await app.inject({ url: '/logo' })
  t.match(logo, { statusCode: 200, headers: { 'content-type': 'image/webp' } })
  t.match(await checkPictures(app.db, app.objects), { checked: 1, inStore: 1, problems: [] })
  if (!app.objects) throw new Error('there is no store')
  for (const object of store.objects.values()) object.modified = new Date('2020-01-01')
  t.equal(await sweepPictures(app.db, app.objects), 0)
  await moveToDatabase(app.db, app.objects, () => {})
  await store.stop()
  t.strictSame((await app.inject({ url: '/logo' })).rawPayload, logo.rawPayload)
})

// Photos of an order by the API: upload, conversion, rights and deletion.
import sharp from 'sharp'
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { customerProgram, eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { multipart } from '../../../support/multipart.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { noisyPhoto, pngBomb, sidewaysPhoto, twoHalves } from '../../../support/shop/photo-files.ts'

const { app, owner } = await openShop(t, {}, { MAX_IMAGES_PER_ORDER: '4' })
const order = await addOrder(owner)
const jpeg = await twoHalves(400, 300).jpeg().toBuffer()
const large = await twoHalves(1800, 1200).jpeg().toBuffer()

type Files = Record<string, Buffer | string>

/** A multipart body, as browsers and curl send it. */
function photos(files: Files, fields: Record<string, string> = {}) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, bytes] of Object.entries(files)) {
    form.append('images', new File([bytes], name, { type: 'image/jpeg' }))
  }
  return multipart(form)
}

const send = async (files: Files, id = order.id, fields = {}, headers = {}) => {
  const body = await photos(files, fields)
  const url = `/api/orders/${id}/images`
  return owner.send({ method: 'POST', url, ...body, headers: { ...body.headers, ...headers } })
}

const photosOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json().images
const storedBlobs = async () =>
  (await app.db.get<{ count: number }>(sql`SELECT count(*) AS count FROM image_blobs`))?.count

t.test('several photos are stored at once, upright and resized, with an event each', async (t) => {
  const { id } = await addOrder(owner)
  const answer = await send({ 'gown.jpg': large, 'hem.jpg': await sidewaysPhoto() }, id)
  t.equal(answer.statusCode, 201)
  const [gown, hem] = answer.json().data
  t.match(gown, { contentType: 'image/jpeg', width: 1600, height: 1067, url: /^\/api\/orders\// })
  t.match(hem, { width: 600, height: 800 })
  t.strictSame(await photosOf(id), [gown, hem])
  t.strictSame((await owner.get(`/api/orders/${id}/images`)).json().data, [gown, hem])
  t.match((await eventsOf(app, 'order', id)).at(-1), {
    type: 'order.images_added',
    actor: 'Ines Almeida',
    data: { images: [gown.id, hem.id] },
  })
})

t.test('a photo is served as our own JPEG with a sandbox policy and an ETag', async (t) => {
  const [image] = (await send({ 'gown.jpg': large })).json().data
  const photo = await owner.get(image.url)
  t.equal(photo.statusCode, 200)
  t.match(photo.headers, {
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=31536000, immutable',
    etag: /^"[0-9a-f]{32}-display"$/,
  })
  t.equal(photo.rawPayload.length, image.size)
  t.match(await sharp(photo.rawPayload).metadata(), { format: 'jpeg', width: 1600, height: 1067 })
  const thumb = await owner.get(image.thumbnailUrl)
  t.match(await sharp(thumb.rawPayload).metadata(), { format: 'jpeg', width: 320, height: 320 })
  t.ok(thumb.rawPayload.length < photo.rawPayload.length)
  t.not(thumb.headers.etag, photo.headers.etag)

  const etag = String(photo.headers.etag)
  const again = (tag: string) => owner.send({ url: image.url, headers: { 'if-none-match': tag } })
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const same = await again(tag)
    t.equal(same.statusCode, 304, tag)
    t.equal(same.body, '')
    t.equal(same.headers.etag, etag)
  }
  t.equal((await again('"other"')).statusCode, 200)
  const head = await owner.send({ method: 'HEAD', url: image.url })
  t.equal(head.headers['content-length'], String(image.size))
  refused(t, await owner.get(`${image.url}?size=huge`), 400, 'invalid_parameter')
})

t.test('the id of a deleted photo is not reused, because browsers cache by address', async (t) => {
  const { id } = await addOrder(owner)
  const [wrong] = (await send({ 'wrong.jpg': jpeg }, id)).json().data
  t.equal((await owner.delete(wrong.url)).statusCode, 204)
  const [right] = (await send({ 'right.jpg': large }, id)).json().data
  t.not(right.url, wrong.url)
})

t.test('a deleted photo is gone, with its bytes', async (t) => {
  const { id } = await addOrder(owner)
  const [image] = (await send({ 'gown.jpg': jpeg }, id)).json().data
  const before = await storedBlobs()
  refused(t, await owner.delete(`/api/orders/${order.id}/images/${image.id}`), 404, 'not_found')
  const { etag } = (await owner.get(image.thumbnailUrl)).headers
  refused(t, await owner.delete(image.url, { 'if-match': '"1"' }), 412, 'stale_version')
  refused(t, await owner.delete(image.url, { 'if-match': 'W/"1"' }), 412, 'stale_version')
  t.equal((await owner.delete(image.url, { 'if-match': `W/${etag}` })).statusCode, 204)
  t.equal(await storedBlobs(), Number(before) - 1)
  refused(t, await owner.get(image.url), 404, 'not_found')
  refused(t, await owner.delete(image.url), 404, 'not_found')
  t.match((await eventsOf(app, 'order', id)).at(-1), {
    type: 'order.image_removed',
    data: { image: image.id },
  })
})

t.test('other files are refused with words for the counter, and nothing is stored', async (t) => {
  const noisy = await (await noisyPhoto()).jpeg().toBuffer()
  const files: Record<
    string,
    [bytes: Buffer | string, status: number, code: string, words: RegExp]
  > = {
    'page.jpg': ['<html><script>alert(1)</script></html>', 415, 'image_unsupported', /not a photo/],
    'script.svg': ['<svg><script>alert(1)</script></svg>', 415, 'image_unsupported', /not a photo/],
    'cut.jpg': [noisy.subarray(0, noisy.length / 2), 422, 'image_broken', /damaged or was cut off/],
    'empty.jpg': ['', 422, 'image_empty', /empty/],
    'bomb.png': [pngBomb(8000), 422, 'image_too_many_pixels', /50 megapixels/],
    'huge.jpg': [Buffer.alloc(21_000_000, 0xff), 413, 'image_too_large', /at most 20 MB/],
  }
  const { id } = await addOrder(owner)
  const before = await storedBlobs()
  for (const [name, [bytes, status, code, words]] of Object.entries(files)) {
    const answer = await send({ 'good.jpg': jpeg, [name]: bytes, 'fine.jpg': jpeg }, id)
    refused(t, answer, status, code, name)
    t.match(answer.json().detail, words, name)
  }
  t.strictSame(await photosOf(id), [], 'all or none')
  t.equal(await storedBlobs(), before)
  t.strictSame(
    (await eventsOf(app, 'order', id)).map(({ type }) => type),
    ['order.placed'],
  )
})

t.test('an order has a maximum number of photos', async (t) => {
  const { id } = await addOrder(owner)
  await send({ 'a.jpg': jpeg, 'b.jpg': jpeg, 'c.jpg': jpeg }, id)
  const more = await send({ 'd.jpg': jpeg, 'e.jpg': jpeg }, id)
  refused(t, more, 409, 'too_many_images')
  t.match(more.json().detail, 'can have 4 photos and this one has 3')
  t.equal((await photosOf(id)).length, 3)
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.jpg`, jpeg]))
  refused(t, await send(many, id), 413, 'too_many_files')
})

t.test('other bodies than uploads of photos are refused', async (t) => {
  const url = `/api/orders/${order.id}/images`
  const post = (payload: string | Buffer | undefined, type: string) =>
    owner.send({ method: 'POST', url, payload, headers: { 'content-type': type } })
  const none = await send({})
  refused(t, none, 422, 'no_photo')
  t.strictSame(wrongFields(none), { '/images': 'required' })
  const captioned = await send({ 'gown.jpg': jpeg }, order.id, { caption: 'Front' })
  t.strictSame(wrongFields(captioned), { '/caption': 'additionalProperties' })
  refused(t, await post('{}', 'application/json'), 415, 'unsupported_media_type')
  refused(t, await post('a=b', 'application/x-www-form-urlencoded'), 415, 'unsupported_media_type')
  refused(t, await post(jpeg, 'image/jpeg'), 415, 'unsupported_media_type')
  refused(t, await owner.send({ method: 'POST', url }), 415, 'unsupported_media_type')
  refused(t, await post('--x', 'multipart/form-data'), 400, 'broken_upload')
  const body = await photos({ 'gown.jpg': jpeg })
  const cut = body.payload.subarray(0, body.payload.length - 500)
  refused(t, await post(cut, body.headers['content-type']), 400, 'broken_upload')
  const evil = '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--\r\n'
  t.equal((await post(evil, 'multipart/form-data; boundary=x')).statusCode, 400)
})

t.test('the same upload with the same key is stored once', async (t) => {
  const { id } = await addOrder(owner)
  const key = { 'idempotency-key': crypto.randomUUID() }
  const first = await send({ 'gown.jpg': jpeg }, id, {}, key)
  const again = await send({ 'gown.jpg': jpeg }, id, {}, key)
  t.equal(again.statusCode, 201)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.strictSame(again.json(), first.json())
  const other = await send({ 'hem.jpg': await sidewaysPhoto() }, id, {}, key)
  refused(t, other, 422, 'idempotency_key_reused')
  t.equal((await photosOf(id)).length, 1)
})

t.test('a customer sees only photos of their own orders', async (t) => {
  const mine = await addOrder(owner)
  const [image] = (await send({ 'gown.jpg': jpeg }, mine.id)).json().data
  const amina = await customerProgram(app, mine.customerId)
  const stranger = await customerProgram(app, order.customerId)
  t.equal((await amina.get(image.url)).statusCode, 200)
  refused(t, await stranger.get(image.url), 404, 'not_found')
  const anybody = await app.inject(image.url)
  t.equal(anybody.statusCode, 401)
  t.match(anybody.headers['cache-control'], 'no-store')
  refused(t, await amina.delete(image.url), 403, 'forbidden')
  for (const url of [
    `/api/orders/${mine.id}/images/999999`,
    `/api/orders/999999/images/${image.id}`,
  ]) {
    refused(t, await owner.get(url), 404, 'not_found', url)
  }
})

t.test('an archived order accepts no photos, and keeps its own', async (t) => {
  const { id } = await addOrder(owner)
  await send({ 'gown.jpg': jpeg }, id)
  const [photo] = await photosOf(id)
  await owner.delete(`/api/orders/${id}`)
  refused(t, await send({ 'hem.jpg': jpeg }, id), 409, 'order_archived')
  refused(t, await owner.delete(`/api/orders/${id}/images/${photo.id}`), 409, 'order_archived')
  t.strictSame(await photosOf(id), [photo])
})

// An order with its photos as multipart/form-data: all of it is saved, or nothing.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { customerProgram, eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { documentOf } from '../../../support/documented.ts'
import { multipart } from '../../../support/multipart.ts'
import { AMINA } from '../../../support/shop/factories.ts'
import { twoHalves } from '../../../support/shop/photo-files.ts'

const { app, owner } = await openShop(t, {}, { MAX_IMAGES_PER_ORDER: '2' })
const jpeg = await twoHalves(400, 300).jpeg().toBuffer()
const ORDER = { customer: AMINA, items: [{ itemName: 'Hem', quantity: 1, unitPrice: '20.00' }] }

const photo = (name = 'front.jpg', bytes = jpeg) => new File([bytes], name, { type: 'image/jpeg' })

async function take(fields: [name: string, value: string | Blob][], headers = {}, who = owner) {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  const body = await multipart(form)
  const sent = { ...body.headers, ...headers }
  return who.send({ method: 'POST', url: '/api/orders', payload: body.payload, headers: sent })
}

const orderField = (order: object = ORDER): [string, string] => ['order', JSON.stringify(order)]
const countOrders = async () => (await owner.get('/api/orders?total=true')).json().total
const spooled = () => readdirSync(join(app.config.dataDir, 'uploads'))

t.test('the order and its photos are saved in one request', async (t) => {
  const answer = await take([orderField(), ['images', photo()], ['images', photo('back.jpg')]])
  t.equal(answer.statusCode, 201)
  const order = answer.json()
  t.match(order, { channel: 'api', totalAmount: '20.00', images: { length: 2 } })
  t.equal(answer.headers.location, `/api/orders/${order.id}`)
  const stored = await owner.get(`/api/orders/${order.id}`)
  t.strictSame(stored.json(), order)
  t.equal(answer.headers.etag, stored.headers.etag)
  const types = (await eventsOf(app, 'order', order.id)).map(({ type }) => type)
  t.strictSame(types, ['order.placed', 'order.images_added'])
})

t.test('photos may come before the order, or not at all', async (t) => {
  t.match((await take([['images', photo()], orderField()])).json(), { images: { length: 1 } })
  t.match((await take([orderField()])).json(), { images: { length: 0 } })
})

t.test('the order field may have the content type of JSON', async (t) => {
  const boundary = 'seam'
  const part = (json: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="order"\r\ncontent-type: application/json\r\n\r\n${json}\r\n--${boundary}--\r\n`
  const send = (json: string) =>
    owner.send({
      method: 'POST',
      url: '/api/orders',
      payload: part(json),
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    })
  t.match((await send(JSON.stringify(ORDER))).json(), { totalAmount: '20.00' })
  refused(t, await send('{"items":'), 400, 'invalid_json')
  refused(t, await send('{"__proto__":{}}'), 400, 'invalid_json')
  refused(t, await send(`{"notes":"${'x'.repeat(1_100_000)}"}`), 413, 'body_too_large')
})

t.test('a refused request leaves neither an order nor a photo', async (t) => {
  const before = await countOrders()
  const text = new File(['no photo'], 'front.jpg', { type: 'image/jpeg' })
  refused(t, await take([orderField(), ['images', text]]), 415, 'image_unsupported')
  const three = ['a', 'b', 'c'].map((name): [string, File] => ['images', photo(`${name}.jpg`)])
  refused(t, await take([orderField(), ...three]), 409, 'too_many_images')
  const empty = await take([orderField({ ...ORDER, items: [] }), ['images', photo()]])
  t.strictSame(wrongFields(empty), { '/items': 'minItems' })
  t.strictSame(wrongFields(await take([['images', photo()]])), { '/order': 'required' })
  const more = await take([orderField(), ['note', 'x']])
  t.strictSame(wrongFields(more), { '/note': 'additionalProperties' })
  refused(t, await take([['order', '{"items":']]), 400, 'invalid_json')
  refused(t, await take([['order', '']]), 400, 'invalid_json')
  refused(t, await take([['order', '{"__proto__":{}}']]), 400, 'invalid_json')
  const long = JSON.stringify({ ...ORDER, notes: 'x'.repeat(1_100_000) })
  refused(t, await take([['order', long]]), 413, 'body_too_large')
  const half = 'x'.repeat(600_000)
  refused(t, await take([orderField(), ['a', half], ['b', half]]), 413, 'body_too_large')
  const untold = await take([orderField(), ['notes', 'x'.repeat(30_000)]])
  t.strictSame(wrongFields(untold), { '/notes': 'additionalProperties' })
  t.equal(await countOrders(), before)
  t.strictSame(spooled(), [])
})

t.test('a long order is saved completely', async (t) => {
  const item = { itemName: 'Hem', description: 'x'.repeat(1000), quantity: 1, unitPrice: '1.00' }
  const items = Array.from({ length: 100 }, () => item)
  t.match((await take([orderField({ ...ORDER, items })])).json(), { totalAmount: '100.00' })
})

t.test('with a key it is created once, whatever its photos', async (t) => {
  const key = { 'idempotency-key': 'order-with-photo' }
  const first = await take([orderField(), ['images', photo()]], key)
  const again = await take([orderField(), ['images', photo()]], key)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.strictSame(again.json(), first.json())
  const other = await twoHalves(300, 400).jpeg().toBuffer()
  const reused = await take([orderField(), ['images', photo('front.jpg', other)]], key)
  refused(t, reused, 422, 'idempotency_key_reused')
})

t.test('the document describes the multipart body', async (t) => {
  const body = documentOf(app).paths['/api/orders']?.post?.requestBody?.content ?? {}
  t.strictSame(Object.keys(body), ['application/json', 'multipart/form-data'])
  t.match(body['multipart/form-data']?.schema, {
    required: ['order'],
    properties: { order: body['application/json']?.schema, images: { type: 'array' } },
  })
})

t.test('photos of customers and other content types are refused', async (t) => {
  const customer = await customerProgram(app)
  const theirs = await take([orderField()], {}, customer)
  refused(t, theirs, 422, 'invalid_input')
  t.match(theirs.json().errors, [{ pointer: '/images' }])
  const nothing = await owner.send({ method: 'POST', url: '/api/orders' })
  refused(t, nothing, 422, 'invalid_input')
  const headers = { 'content-type': 'text/plain' }
  const plain = await owner.send({ method: 'POST', url: '/api/orders', payload: 'x', headers })
  refused(t, plain, 415, 'unsupported_media_type')
})

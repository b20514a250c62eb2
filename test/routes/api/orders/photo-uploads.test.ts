// Photo uploads over a real connection: too large, too slow, or left behind by a killed server.
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { multipart } from '../../../support/multipart.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { twoHalves } from '../../../support/shop/photo-files.ts'

const { app, owner, check } = await openShop(t, {}, { MAX_IMAGES_PER_ORDER: '4' })
const order = await addOrder(owner)
const jpeg = await twoHalves(400, 300).jpeg().toBuffer()
const large = await twoHalves(1800, 1200).jpeg().toBuffer()

/** A multipart body with one photo, as browsers and curl send it. */
function photo(name: string, bytes: Buffer) {
  const form = new FormData()
  form.append('images', new File([bytes], name, { type: 'image/jpeg' }))
  return multipart(form)
}

/** Names of the files in the upload folder. */
const spooled = () => readdirSync(join(app.config.dataDir, 'uploads'))

/** A listening shop, and the headers of an API client. */
async function opened() {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.listeningOrigin
  const login = { email: 'owner@shop.test', password: 'needle and thread 7' }
  const session = await fetch(`${address}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(login),
  })
  const { accessToken } = (await session.json()) as { accessToken: string }
  return { address, authorization: `Bearer ${accessToken}` }
}

t.test('uploads left by a killed server are deleted at the next start', async (t) => {
  const folder = join(app.config.dataDir, 'uploads')
  mkdirSync(folder, { recursive: true })
  const left = join(folder, 'left')
  writeFileSync(left, 'half a photo')
  const hoursAgo = Date.now() / 1000 - 7_200
  utimesSync(left, hoursAgo, hoursAgo)
  await opened()
  while (spooled().length > 0) await pause(10)
  t.strictSame(spooled(), [])
})

t.test('a photo that is too large gets a response, not a closed connection', async (t) => {
  const { address, authorization } = await opened()
  const form = new FormData()
  form.append('images', new File([Buffer.alloc(21_000_000, 0xff)], 'huge.jpg'))
  const url = `/api/orders/${order.id}/images`
  const headers = { authorization }
  const answer = await fetch(`${address}${url}`, { method: 'POST', headers, body: form })
  const body = await answer.text()
  const contentType = answer.headers.get('content-type') ?? ''
  check({ method: 'POST', url, status: answer.status, contentType, body })
  t.equal(answer.status, 413)
  t.match(body, 'image_too_large')
})

t.test('slow uploads block nobody, and leave nothing behind', async (t) => {
  const { address, authorization } = await opened()
  const { payload, headers } = await photo('gown.jpg', large)
  const head = [
    `POST /api/orders/${order.id}/images HTTP/1.1`,
    'host: shop.test',
    `authorization: ${authorization}`,
    `content-type: ${headers['content-type']}`,
    `content-length: ${payload.length}`,
  ]
  // More than the number of photos drawn concurrently.
  const slow = Array.from({ length: 4 }, () => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    socket.write(payload.subarray(0, payload.length / 2))
    return socket
  })
  while (spooled().length < slow.length) await pause(10)
  const url = `/api/orders/${(await addOrder(owner)).id}/images`
  const quick = await owner.send({ method: 'POST', url, ...(await photo('hem.jpg', jpeg)) })
  t.equal(quick.statusCode, 201)
  t.equal(spooled().length, slow.length)
  for (const socket of slow) socket.destroy()
  while (spooled().length > 0) await pause(10)
  t.strictSame(spooled(), [])
})

// Responses before the whole body was read: the client receives them, the connection is closed, and little of the body
// is read.
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/open.ts'
import { loggerOptions } from '../../src/plugins/logging.ts'
import { addOwner, OWNER, program, testConfig } from '../support/app.ts'
import { answerOf, headOf, listening, type RawRequest } from '../support/processes/raw-requests.ts'
import { addOrder } from '../support/shop/factories.ts'

const log: { level: number; msg: string }[] = []
const stream = { write: (line: string) => log.push(JSON.parse(line)) }
const config = await testConfig(t, { MAX_UPLOAD_MB: '1', MAX_IMAGES_PER_ORDER: '1' })
const db = await openDatabase(config)
const logger = { ...loggerOptions('info'), stream }
const app = await buildApp({ config, db, logger, strictViews: true })
t.teardown(() => app.close())
await addOwner(app)
const { id } = await addOrder(await program(app))
const server = await listening(app)
const { email, password } = OWNER
const payload = { email, password }
const login = await app.inject({ method: 'POST', url: '/api/auth/login', payload })
const signedIn = { authorization: `Bearer ${login.json().accessToken}` }

const MEGABYTE = Buffer.alloc(1_000_000, 'x')
const json = { 'content-type': 'application/json' }
const photos = { 'content-type': 'multipart/form-data; boundary=x' }
const images = `/api/orders/${id}/images`
const file = (name: string) =>
  `--x\r\nContent-Disposition: form-data; name="images"; filename="${name}.jpg"\r\n\r\n`

const post = (url: string, headers: RawRequest['headers'] = {}): RawRequest => ({
  method: 'POST',
  url,
  headers,
  body: Buffer.alloc(0),
})

/** Sends up to so many megabytes. */
async function sendAll(socket: Socket, megabytes: number): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve))
  for (let sent = 0; sent < megabytes && socket.writable; sent++) {
    const drained = new Promise((resolve) => socket.once('drain', resolve))
    if (!socket.write(MEGABYTE)) await Promise.race([drained, closed])
  }
}

/** Writes everything before it reads, as many programs do. */
async function sendBlindly(request: RawRequest, start = '') {
  const socket = await server.connect()
  socket.pause()
  const headers = { connection: 'close', ...request.headers }
  socket.write(headOf({ ...request, headers }, server.host, start.length + 6_000_000))
  socket.write(start)
  await sendAll(socket, 6)
  return answerOf(socket)
}

t.test('an early refusal reaches a client that still sends', { timeout: 20_000 }, async (t) => {
  const refusals: [status: number, what: string, request: RawRequest][] = [
    [413, 'more than a request may have', post('/api/orders', { ...json, ...signedIn })],
    [401, 'nobody signed in', post(images, photos)],
    [415, 'a kind of content that is not taken', post(images, { ...json, ...signedIn })],
    [404, 'nothing there', post('/api/nothing', json)],
    [400, 'two hosts', post('/api/orders', { ...json, Host: 'elsewhere.test' })],
  ]
  for (const [status, what, request] of refusals) {
    t.equal((await sendBlindly(request)).status, status, what)
  }
})

t.test(
  'an invalid photo is refused before the rest has arrived',
  { timeout: 20_000 },
  async (t) => {
    const uploads: [status: number, code: string, start: string, request: RawRequest][] = [
      [413, 'image_too_large', `${file('gown')}${'x'.repeat(1_100_000)}`, post(images, photos)],
      [415, 'image_unsupported', `${file('gown')}x\r\n${file('veil')}x`, post(images, photos)],
      [
        413,
        'image_too_large',
        `${file('logo')}${'x'.repeat(1_100_000)}`,
        { ...post('/api/settings/logo', photos), method: 'PUT' },
      ],
    ]
    for (const [status, code, start, request] of uploads) {
      const socket = await server.connect()
      const headers = { ...request.headers, ...signedIn, connection: 'close' }
      socket.write(headOf({ ...request, headers }, server.host, 100_000_000))
      socket.write(start)
      // Sends no more bytes: without a response this waits until the connection is closed.
      const [head] = (await once(socket, 'data')) as [Buffer]
      t.match(head.toString('latin1'), `HTTP/1.1 ${status}`, request.url)
      const answer = await answerOf(socket)
      t.match(head.toString('latin1') + answer.body, code)
      t.match(head.toString('latin1'), /content-type: application\/problem\+json/i)
    }
  },
)

t.test('a fault during an upload gets a response', { timeout: 10_000 }, async (t) => {
  // A file in the place of the upload folder makes writing fail, like a full disk.
  const folder = join(config.dataDir, 'uploads')
  await rm(folder, { recursive: true, force: true })
  await writeFile(folder, '')
  t.equal((await sendBlindly(post(images, { ...photos, ...signedIn }), file('gown'))).status, 500)
  await rm(folder)
})

t.test('a connection with a short unread rest is reused', async (t) => {
  const socket = await server.connect()
  socket.write(headOf(post('/api/orders', json), server.host, 2_000_000))
  await once(socket, 'data')
  await sendAll(socket, 2)
  const next = { ...post('/healthz', { connection: 'close' }), method: 'GET' }
  socket.write(headOf(next, server.host, 0))
  t.equal((await answerOf(socket)).status, 200)
})

t.test(
  'of an anonymous upload of a gigabyte only a little is read',
  { timeout: 20_000 },
  async (t) => {
    const origin = { origin: `http://${server.host}` }
    const uploads: [status: number, request: RawRequest][] = [
      [401, post(images, photos)],
      [401, post('/admin/orders', { ...photos, ...origin })],
      [401, post('/admin/import', { ...photos, ...origin })],
    ]
    for (const [status, request] of uploads) {
      const accepted = once(app.server, 'connection') as Promise<[Socket]>
      const socket = await server.connect()
      const [there] = await accepted
      const answer = answerOf(socket)
      socket.write(headOf(request, server.host, 1_000_000_000))
      await sendAll(socket, 1_000)
      t.equal((await answer).status, status, request.url)
      t.ok(there.bytesRead < 40_000_000, `${there.bytesRead} bytes`)
    }
  },
)

t.test('an aborted upload is no fault in the log', async (t) => {
  log.length = 0
  const body = Buffer.from(file('gown') + 'x'.repeat(10_000))
  await server.hangUp({ ...post(images, { ...photos, ...signedIn }), body }, 1_000_000)
  await server.hangUp({ ...post('/api/orders', { ...json, ...signedIn }), body }, 1_000_000)
  while ((await server.connections()) > 0) await pause(5)
  // A failed read is logged one iteration after the connection closed.
  await pause(50)
  t.same(
    log.filter(({ level }) => level > 30),
    [],
  )
})

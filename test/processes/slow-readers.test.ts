// Slow readers of the event stream: unread events are not buffered for them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { OWNER } from '../support/app.ts'
import { openStream } from '../support/processes/feed-readers.ts'
import { startServer } from '../support/processes/server-process.ts'

const READING = 12
const SILENT = 240
/** Enough to tell buffers from garbage: Node 24 leaves up to 170 MB of that uncollected, however many there are. */
const EVENTS = 240
/** Characters of the notes in one event, which holds them before and after: 16 KB. */
const NOTES = 4_000

const megabytes = (pid: number) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

t.test(`${SILENT} readers who never read use no memory`, async (t) => {
  if (process.platform !== 'linux')
    return t.comment('the memory of a process is read on Linux only')
  // A small heap, so that uncollected garbage does not look like a leak. The young generation is that of `npm start`:
  // Node 24's default is 100 MB.
  const env = { NODE_OPTIONS: '--max-old-space-size=200 --max-semi-space-size=4' }
  const server = await startServer(t, join(t.testdir(), 'data'), env)
  const send = async (method: string, path: string, body: object, token = '') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    })
    return (await answer.json()) as Record<string, never>
  }
  const { email, password } = OWNER
  const { accessToken } = await send('POST', '/api/auth/login', { email, password })
  const items = [{ itemName: 'Gown', quantity: 1, unitPrice: '850.00' }]
  const customer = { name: 'Amina Bello', phoneNumber: '0170 555 0142' }
  const { id } = await send('POST', '/api/orders', { customer, items }, accessToken)

  const place = { url: server.url, token: accessToken ?? '' }
  const sockets = await Promise.all(
    Array.from({ length: READING + SILENT }, (_, at) => openStream(place, at < READING)),
  )
  let read = 0
  for (const socket of sockets.slice(0, READING)) socket.on('data', (part) => (read += part.length))
  await pause(500)
  const before = megabytes(server.pid)
  const change = (at: number) => {
    const notes = String(at % 10).repeat(NOTES)
    return send('PUT', `/api/orders/${id}`, { notes, internalNotes: notes }, accessToken)
  }
  for (let at = 0; at < EVENTS; at++) await change(at)
  const all = EVENTS * 4 * NOTES
  while (read < READING * (all - 4 * NOTES)) await pause(50)
  const grown = megabytes(server.pid) - before
  const unread = (SILENT * all) / 1024 / 1024
  t.comment(
    `${before.toFixed(0)} MB before, ${grown.toFixed(0)} MB more after; ${unread.toFixed(0)} MB were not read`,
  )
  t.ok(grown < unread / 3, `${grown.toFixed(0)} MB`)
  for (const socket of sockets) socket.destroy()
  t.equal(await server.stop(), 0, 'it closes cleanly all the same')
})

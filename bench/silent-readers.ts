// Memory of stalled event streams: `node --import tsx bench/silent-readers.ts [100]` opens 1,000 streams on the built
// server, of which 100 never read, and prints memory before and after. Compare with 0.
import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fillShop } from '../scripts/sample/shop.ts'
import { openDatabase } from '../src/db/open.ts'
import { openStream } from '../test/support/processes/feed-readers.ts'
import { type Server, startHemline } from './processes.ts'
import { OWNER } from './shops.ts'
import { signIn } from './sign-in.ts'

const READERS = 1_000
const SILENT = Number(process.argv[2] ?? 100)
const CHANGES = 100
const NOTES = 'x'.repeat(3_900)

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hemline-silent-'))
  const db = await openDatabase({ databaseUrl: null, dataDir })
  const sample = { orders: 1, byRows: false, photographed: 0, seed: 1, progress: () => {} }
  await fillShop(db, { ...sample, now: new Date(), owner: OWNER })
  await db.close()
  const server = await startHemline({ dataDir, databaseUrl: null })
  try {
    await measure(server)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(server: Server): Promise<void> {
  const { program } = await signIn(server.port)
  const url = `http://127.0.0.1:${server.port}`
  const place = { url, token: program.authorization.replace('Bearer ', '') }
  const sockets: Socket[] = []
  for (let at = 0; at < READERS; at++) sockets.push(await openStream(place, at >= SILENT))
  const say = (when: string) => console.log(`${when}: ${server.memoryMb().toFixed(0)} MB`)
  say(`${READERS} streams are open`)
  const headers = { ...program, 'content-type': 'application/json' }
  for (let at = 0; at < CHANGES; at++) {
    const body = JSON.stringify({ notes: `${at} ${NOTES}` })
    await fetch(`${url}/api/orders/1`, { method: 'PUT', headers, body })
    await pause(20)
  }
  await pause(3_000)
  const unread = (SILENT * CHANGES * 2 * NOTES.length) / 1024 / 1024
  say(`${CHANGES} changes later, ${unread.toFixed(0)} MB of them never read by ${SILENT}`)
  for (const socket of sockets) socket.destroy()
}

await main()

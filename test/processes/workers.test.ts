// WEB_CONCURRENCY: workers share one shop, see each other's commits, and a dead one is replaced.
import { spawn } from 'node:child_process'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { ownDatabase } from '../support/database/index.ts'
import { Reader } from '../support/processes/feed-readers.ts'
import { openRows, testKilledProcess } from '../support/processes/kill-story.ts'
import { signedInAt } from '../support/processes/patient-sender.ts'
import { PROGRAM, startServer } from '../support/processes/server-process.ts'

const WORKERS = 3
const database = await ownDatabase(t)
const env = { ...database, DATABASE_CONNECTIONS: '4', WEB_CONCURRENCY: String(WORKERS) }

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The event of the new customer; undefined until it has its hash. */
async function newCustomer(url: string, headers: Record<string, string>) {
  const answer = await fetch(`${url}/api/events?limit=200`, { headers })
  const { data } = (await answer.json()) as { data: { id: number; type: string }[] }
  return data.find(({ type }) => type === 'customer.created')?.id
}

t.test('several workers are one shop', { timeout: 220_000 }, async (t) => {
  const dataDir = join(t.testdir(), 'data')
  const shop = await startServer(t, dataDir, env)
  while (shop.opened().length < WORKERS) await pause(50)
  const urls = [shop.url]

  await t.test('events of one worker reach the readers of all', async (t) => {
    const { headers, send } = await signedInAt(urls)
    const place = { url: shop.url, token: headers.authorization.slice('Bearer '.length) }
    // Connections are distributed to the workers in turn.
    const readers = Array.from({ length: 2 * WORKERS }, () =>
      new Reader(place, () => 1_000).start(),
    )
    while (readers.some(({ connections }) => connections === 0)) await pause(20)
    await send(0, '/api/customers', { name: 'Amina Bello', phoneNumber: '0170 555 0142' }, 'news')
    let news: number | undefined
    while (news === undefined) news = await newCustomer(shop.url, headers)
    while (readers.some(({ last }) => last < Number(news))) await pause(20)
    t.same(new Set(readers.map(({ last }) => last)), new Set([news]), 'all have the same event')
    for (const reader of readers) await reader.stop()
  })

  const rows = await openRows(t, database.DATABASE_URL, dataDir)
  const [, victim] = shop.opened()
  await testKilledProcess(t, {
    urls,
    lasting: shop.url,
    kill: async () => process.kill(Number(victim), 'SIGKILL'),
    rows,
  })

  await t.test('a dead worker is replaced', async (t) => {
    while (shop.opened().length === WORKERS) await pause(50)
    t.equal(shop.opened().filter(isAlive).length, WORKERS)
    t.notOk(isAlive(Number(victim)))
  })

  await t.test('all workers stop together', async (t) => {
    t.equal(await shop.stop(), 0)
    t.same(shop.opened().filter(isAlive), [])
  })
})

t.test('an error that prevents the start ends the program with one line', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  t.teardown(() => taken.close())
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as AddressInfo
  const program = spawn(process.execPath, PROGRAM, {
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: t.testdir(), LOG_LEVEL: 'silent' },
      ...{ HOST: '127.0.0.1', PORT: String(port), WEB_CONCURRENCY: '2' },
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  t.teardown(() => program.kill('SIGKILL'))
  let said = ''
  program.stderr.on('data', (text) => (said += text))
  const code = await new Promise((resolve) => program.on('close', resolve))
  t.equal(code, 1)
  t.equal(said, `Port ${port} is in use already: choose another PORT, or stop what runs there.\n`)
})

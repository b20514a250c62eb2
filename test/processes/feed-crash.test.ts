// Event feed under kills: 20 writers, 5 readers that reconnect, two SIGKILLs; no event is lost, duplicated or out of
// order.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { OWNER } from '../support/app.ts'
import { type Place, Reader } from '../support/processes/feed-readers.ts'
import { startServer } from '../support/processes/server-process.ts'

const WRITERS = 20
const READERS = 5
/** Acknowledged changes before each kill, and before the end. */
const STAGES = [150, 300, 450]

const post = (url: string, body: object, token = '') =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })

async function signIn(url: string): Promise<string> {
  const { email, password } = OWNER
  const answer = await post(`${url}/api/auth/login`, { email, password })
  return ((await answer.json()) as { accessToken: string }).accessToken
}

/** Adds customers until stopped; waits while the server is down. */
async function write(place: Place, answered: Set<number>, isOver: () => boolean, name: string) {
  for (let at = 0; !isOver(); at++) {
    const body = { name: `${name} ${at}`, phoneNumber: '0170 555 0142' }
    const answer = await post(`${place.url}/api/customers`, body, place.token).catch(() => null)
    const created = (await answer?.json().catch(() => null)) as { id: number } | null
    if (answer?.status === 201 && created) answered.add(created.id)
    else await pause(50)
  }
}

const reached = async (answered: ReadonlySet<number>, count: number) => {
  while (answered.size < count) await pause(20)
}

t.test('the feed survives two kills under 20 writers', async (t) => {
  const dataDir = join(t.testdir(), 'data')
  let server = await startServer(t, dataDir)
  const place: Place = { url: server.url, token: await signIn(server.url) }
  const readers = Array.from({ length: READERS }, (_, at) =>
    // The first reader never disconnects by itself.
    new Reader(place, () => (at === 0 ? Infinity : 1 + Math.floor(Math.random() * 40))).start(),
  )
  const answered = new Set<number>()
  let over = false
  const writers = Array.from({ length: WRITERS }, (_, at) =>
    write(place, answered, () => over, `Customer of ${at}`),
  )
  const [first = 0, second = 0, last = 0] = STAGES
  for (const stage of [first, second]) {
    await reached(answered, stage)
    await server.kill()
    server = await startServer(t, dataDir)
    place.url = server.url
  }
  await reached(answered, last)
  over = true
  await Promise.all(writers)

  const log: { id: number; type: string; entityId: number }[] = []
  for (let after = 0, more = true; more; ) {
    const headers = { authorization: `Bearer ${place.token}` }
    const url = `${place.url}/api/events?limit=200&after=${after}`
    const page = (await (await fetch(url, { headers })).json()) as {
      data: typeof log
      cursor: number
      more: boolean
    }
    log.push(...page.data)
    after = page.cursor
    more = page.more
  }
  const ids = log.map(({ id }) => id)
  const newest = ids.at(-1) ?? 0
  for (const reader of readers) while (reader.last < newest) await pause(20)
  await Promise.all(readers.map((reader) => reader.stop()))

  t.strictSame(
    ids,
    [...new Set(ids)].sort((a, b) => a - b),
    'ids strictly rise',
  )
  const eventIds = new Set(
    log.filter(({ type }) => type === 'customer.created').map(({ entityId }) => entityId),
  )
  t.strictSame(
    [...answered].filter((id) => !eventIds.has(id)),
    [],
    'every answered change has its event',
  )
  for (const [at, reader] of readers.entries()) {
    t.strictSame(
      reader.ids,
      ids,
      `reader ${at} has each event once, after ${reader.connections} connections`,
    )
    t.ok(reader.connections >= 3, 'it was cut off twice at least')
    t.equal(reader.resets, 0)
  }
  t.equal(await server.stop(), 0)
})

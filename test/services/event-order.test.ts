// Where many write at once, an id is taken before its transaction commits. The feed still loses nothing, and nobody
// waits for anybody.
import t from 'tap'
import { sql } from '../../src/db/sql.ts'
import { change, SYSTEM } from '../../src/services/change.ts'
import { completeChain } from '../../src/services/event-chain.ts'
import { newestEventId, readFeed } from '../../src/services/event-feed.ts'
import { recordEvent } from '../../src/services/events.ts'
import { onlyOnPostgres, openOwn } from '../database.ts'

onlyOnPostgres()

const db = await openOwn(t)
const ADMIN = { role: 'admin', customerId: null } as const

/** Records an event, and commits or fails when it is told to. */
function slowly(name: string) {
  let end = (_fails: boolean) => {}
  let written = () => {}
  const isWritten = new Promise<void>((resolve) => (written = resolve))
  const ending = new Promise<boolean>((resolve) => (end = resolve))
  const work = db.write(async (tx) => {
    await recordEvent(change(tx, SYSTEM), 'customer.updated', 'customer', 1, { name })
    written()
    if (await ending) throw new Error('no')
  })
  const commit = () => {
    end(false)
    return work
  }
  const fail = () => {
    end(true)
    return work.catch(() => undefined)
  }
  return { isWritten, commit, fail }
}

const quickly = async (name: string) => {
  const one = slowly(name)
  await one.isWritten
  await one.commit()
}

/** What a reader who has seen everything up to an id gets next. */
async function next(after: number) {
  await completeChain(db)
  const { events, cursor } = await readFeed(db, ADMIN, after, 100)
  return { names: events.map(({ data }) => data.name), cursor }
}

t.test('what may still come earlier is waited for by the reader, and by no writer', async (t) => {
  const slow = slowly('slow')
  await slow.isWritten
  await quickly('quick')
  await quickly('quicker')
  const early = await next(0)
  t.same(early, { names: [], cursor: 0 }, 'a smaller id is still under way')
  await slow.commit()
  const { names, cursor } = await next(early.cursor)
  t.same(names, ['slow', 'quick', 'quicker'])
  t.equal(cursor, await newestEventId(db))
})

t.test('what never comes is not waited for', async (t) => {
  const { cursor } = await next(0)
  const undone = slowly('undone')
  await undone.isWritten
  await quickly('kept')
  t.same((await next(cursor)).names, [])
  await undone.fail()
  t.same((await next(cursor)).names, ['kept'])
})

t.test('events of before a slow one are not held back', async (t) => {
  const { cursor } = await next(0)
  await quickly('before')
  const slow = slowly('slow')
  await slow.isWritten
  t.same((await next(cursor)).names, ['before'])
  await slow.commit()
})

t.test('a work announces itself also after one of its group was undone', async (t) => {
  const { cursor } = await next(0)
  const undone = slowly('undone')
  const slow = slowly('slow')
  void undone.fail()
  await slow.isWritten
  await quickly('quick')
  t.same((await next(cursor)).names, [], 'a smaller id is still under way')
  await slow.commit()
  t.same((await next(cursor)).names, ['slow', 'quick'])
})

t.test('and once, however much it records', async (t) => {
  const announced = await db.write(async (tx) => {
    for (let id = 1; id <= 20; id++) {
      await recordEvent(change(tx, SYSTEM), 'customer.updated', 'customer', id)
    }
    return tx.get(sql`
      SELECT count(*) AS locks FROM pg_locks
      WHERE locktype = 'advisory' AND pid = pg_backend_pid()`)
  })
  t.same(announced, { locks: 1 })
})

t.test('many sequencers and writers at once make one whole chain', async (t) => {
  const { cursor } = await next(0)
  const writers = Array.from({ length: 30 }, (_, at) => quickly(`event ${at}`))
  const seen: unknown[] = []
  let place = cursor
  const read = async () => {
    const { names, cursor } = await next(place)
    seen.push(...names)
    place = cursor
  }
  let done = false
  const all = Promise.all(writers).then(() => (done = true))
  while (!done) await Promise.all([completeChain(db), completeChain(db), read()])
  await all
  await read()
  t.equal(seen.filter((name) => /^event/.test(String(name))).length, 30)
  t.equal(new Set(seen).size, seen.length, 'none twice')
})

// Event order under concurrent writes: ids are assigned before the commit, yet the feed loses nothing and never blocks.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { PERMISSIONS } from '../../../../src/schemas/access/permissions.ts'
import { newestEventId, readFeed } from '../../../../src/services/history/feed.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { completeChain } from '../../../../src/services/shared/events/chain.ts'
import { recordEvent } from '../../../../src/services/shared/events/record.ts'
import { onlyOnPostgres, openOwn } from '../../../support/database/index.ts'

onlyOnPostgres()

const db = await openOwn(t)
const ADMIN = { role: 'admin', permissions: PERMISSIONS, customerId: null } as const

/** Records an event, and commits or fails on command. */
function slowly(name: string) {
  let end = (_fails: boolean) => {}
  let written = () => {}
  const isWritten = new Promise<void>((resolve) => (written = resolve))
  const ending = new Promise<boolean>((resolve) => (end = resolve))
  const work = db.write(async (tx) => {
    await recordEvent(change(tx, SYSTEM), 'customer.created', 1, { name })
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

const nameIn = ({ data }: { data: object }) => ('name' in data ? data.name : undefined)

/** Events after an id, for a reader who has seen all before. */
async function next(after: number) {
  await completeChain(db)
  const { events, cursor } = await readFeed(db, ADMIN, after, 100)
  return { names: events.map(nameIn), cursor }
}

t.test('the feed waits for earlier uncommitted ids, and writers do not wait', async (t) => {
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

t.test('the feed does not wait for rolled back ids', async (t) => {
  const { cursor } = await next(0)
  const undone = slowly('undone')
  await undone.isWritten
  await quickly('kept')
  t.same((await next(cursor)).names, [])
  await undone.fail()
  t.same((await next(cursor)).names, ['kept'])
})

t.test('events before a slow one are not delayed', async (t) => {
  const { cursor } = await next(0)
  await quickly('before')
  const slow = slowly('slow')
  await slow.isWritten
  t.same((await next(cursor)).names, ['before'])
  await slow.commit()
})

t.test('a write announces its events also after another one of its group failed', async (t) => {
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

t.test('a write announces itself once, however many events it records', async (t) => {
  const announced = await db.write(async (tx) => {
    for (let id = 1; id <= 20; id++) {
      await recordEvent(change(tx, SYSTEM), 'customer.updated', id, {})
    }
    return tx.get(sql`
      SELECT count(*) AS locks FROM pg_locks
      WHERE locktype = 'advisory' AND pid = pg_backend_pid()`)
  })
  t.same(announced, { locks: 1 })
})

t.test('concurrent sequencers and writers create one complete chain', async (t) => {
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

// Versioned cache: entries are valid until any process commits.
import t from 'tap'
import { sql } from '../../src/db/sql.ts'
import { VersionedCache } from '../../src/db/versioned-cache.ts'
import { openRail, openWitness } from '../support/database/sqlite-rail.ts'

const { db, file } = await openRail(t)
await db.write((tx) => tx.run(sql`INSERT INTO garments (name, price) VALUES ('Veil', 30)`))

let reads = 0
const cache = new VersionedCache<number>()
const number = (fits?: (value: number) => boolean) =>
  cache.get(
    db,
    'number',
    async () => {
      reads += 1
      const row = await db.get<{ value: number }>(sql`SELECT price AS value FROM garments`)
      return row?.value ?? 0
    },
    fits,
  )
const raise = () => db.write((tx) => tx.run(sql`UPDATE garments SET price = price + 1`))

t.beforeEach(() => {
  reads = 0
})

t.test('an entry is kept while nothing is committed', async (t) => {
  const first = await number()
  t.equal(await number(), first)
  t.equal(reads, 1)
})

t.test('concurrent callers share one read', async (t) => {
  await raise()
  reads = 0
  const [first, second] = await Promise.all([number(), number()])
  t.equal(first, second)
  t.equal(reads, 1)
})

t.test('a commit of this process is seen at once', async (t) => {
  const before = await number()
  await raise()
  t.equal(await number(), before + 1)
})

t.test('a commit is seen also after a read in the same iteration of the event loop', async (t) => {
  let before = 0
  await db.write(async (tx) => {
    await tx.run(sql`UPDATE garments SET price = price + 1`)
    before = number() as number
    t.type(before, 'number', 'was kept, and so was known at once')
  })
  t.equal(await number(), before + 1)
})

t.test('a commit of another process is seen from the next iteration on', async (t) => {
  const before = await number()
  openWitness(t, file).prepare('UPDATE garments SET price = price + 10').run()
  await new Promise(setImmediate)
  t.equal(await number(), before + 10)
})

t.test('a cached entry is available synchronously', async (t) => {
  const first = await number()
  t.equal(number(), first)
})

t.test('an entry that is no longer valid is read again', async (t) => {
  await number()
  reads = 0
  await number(() => false)
  t.equal(reads, 1)
})

t.test('inside a transaction nothing is cached, because nobody else may see it', async (t) => {
  const before = await number()
  await db
    .write(async (tx) => {
      await tx.run(sql`UPDATE garments SET price = price + 1`)
      const inside = await cache.get(tx, 'number', async () => -1)
      t.equal(inside, -1)
      throw new Error('undone')
    })
    .catch(() => {})
  t.equal(await number(), before)
})

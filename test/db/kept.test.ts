// What was read is kept exactly as long as nothing is committed, whoever commits it.
import t from 'tap'
import { Kept } from '../../src/db/kept.ts'
import { sql } from '../../src/db/sql.ts'
import { openRail, openWitness } from './temporary.ts'

const { db, file } = await openRail(t)
await db.write((tx) => tx.run(sql`INSERT INTO garments (name, price) VALUES ('Veil', 30)`))

let reads = 0
const kept = new Kept<number>()
const number = (fits?: (value: number) => boolean) =>
  kept.get(
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

t.test('an answer is kept while the database stands still', async (t) => {
  const first = await number()
  t.equal(await number(), first)
  t.equal(reads, 1)
})

t.test('those who ask at once share one reading', async (t) => {
  await raise()
  reads = 0
  const [first, second] = await Promise.all([number(), number()])
  t.equal(first, second)
  t.equal(reads, 1)
})

t.test('a commit of this program is seen at once', async (t) => {
  const before = await number()
  await raise()
  t.equal(await number(), before + 1)
})

t.test('also when it was asked in the same turn of the event loop, just before', async (t) => {
  let before = 0
  await db.write(async (tx) => {
    await tx.run(sql`UPDATE garments SET price = price + 1`)
    before = number() as number
    t.type(before, 'number', 'was kept, and so was known at once')
  })
  t.equal(await number(), before + 1)
})

t.test('so is a commit of another one, from the next turn of the event loop on', async (t) => {
  const before = await number()
  openWitness(t, file).prepare('UPDATE garments SET price = price + 10').run()
  await new Promise(setImmediate)
  t.equal(await number(), before + 10)
})

t.test('what is kept is there without a promise', async (t) => {
  const first = await number()
  t.equal(number(), first)
})

t.test('an answer that does not fit any more is read again', async (t) => {
  await number()
  reads = 0
  await number(() => false)
  t.equal(reads, 1)
})

t.test('inside a transaction nothing is kept, because nobody else may see it', async (t) => {
  const before = await number()
  await db
    .write(async (tx) => {
      await tx.run(sql`UPDATE garments SET price = price + 1`)
      const inside = await kept.get(tx, 'number', async () => -1)
      t.equal(inside, -1)
      throw new Error('undone')
    })
    .catch(() => {})
  t.equal(await number(), before)
})

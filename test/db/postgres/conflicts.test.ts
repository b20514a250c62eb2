// Conflicts and lost connections on PostgreSQL: writes are retried, nothing is lost.
import t from 'tap'
import type { Transaction } from '../../../src/db/database.ts'
import { CommitError, UnreachableError } from '../../../src/db/errors.ts'
import { sql } from '../../../src/db/sql.ts'
import { administer, onlyOnPostgres } from '../../support/database/index.ts'
import { cut, openBeside, openRail } from '../../support/database/postgres-rail.ts'
import { hang, names, priceOf, setPrice } from '../../support/database/rail.ts'

onlyOnPostgres()

t.test('two deadlocked writes both finish', async (t) => {
  const { db } = await openRail(t)
  await db.write(hang('gown'))
  await db.write(hang('veil'))
  let tries = 0
  const both = (first: string, second: string) => async (tx: Transaction) => {
    tries++
    const price = (await priceOf(tx, first))?.price ?? 0
    await setPrice(tx, first, price + 1)
    if (tries <= 2) await new Promise((resolve) => setTimeout(resolve, 100))
    await tx.run(sql`UPDATE garments SET price = price + 1 WHERE name = ${second}`)
  }
  const beside = { alone: true }
  await Promise.all([
    db.write(both('gown', 'veil'), beside),
    db.write(both('veil', 'gown'), beside),
  ])
  t.ok(tries > 2, 'one was done again')
  t.same(await db.all(sql`SELECT price FROM garments`), [{ price: 2 }, { price: 2 }])
})

t.test('a write is retried after another one inserted the row that it missed', async (t) => {
  const { db } = await openRail(t)
  let looks = 0
  const hangLate = db.write(async (tx) => {
    if (++looks > 1) throw new Error('there is one already')
    await db.write(hang('veil'))
    await hang('veil')(tx)
  })
  await t.rejects(hangLate, { message: 'there is one already' })
})

t.test('reads and writes continue after a lost connection', async (t) => {
  const { db, url } = await openRail(t)
  await db.write(hang('gown'))
  await cut(url)
  t.same(await db.all(names), [{ name: 'gown' }])
  await cut(url)
  await db.write(hang('veil'))
  let tries = 0
  await db.write(async (tx) => {
    await hang('train')(tx)
    if (++tries === 1) await cut(url)
    await hang('belt')(tx)
  })
  t.equal(tries, 2, 'what was cut in the middle is done again from the start')
  t.same(
    (await db.all<{ name: string }>(names)).map(({ name }) => name),
    ['gown', 'veil', 'train', 'belt'],
  )
})

t.test('an unreachable server is distinguished from a fault', async (t) => {
  const { db, url } = await openRail(t)
  await db.write(hang('gown'))
  const name = new URL(url).pathname.slice(1)
  await cut(url)
  await administer(`ALTER DATABASE ${name} RENAME TO ${name}_away`)
  t.teardown(() => administer(`ALTER DATABASE ${name}_away RENAME TO ${name}`))
  t.type(await db.all(names).catch((error) => error), UnreachableError)
  t.type(await db.write(hang('veil')).catch((error) => error), CommitError)
})

t.test(
  'a write that waits for something else loses its transaction, and the shop continues',
  async (t) => {
    const { db } = await openRail(t)
    await db.write(({ run }) => run(sql`INSERT INTO garments (name) VALUES ('gown')`))
    const hanging = db.write(async (tx) => {
      await tx.run(sql`SET LOCAL idle_in_transaction_session_timeout = 50`)
      await setPrice(tx, 'gown', 5)
      await new Promise(() => {})
    })
    await t.rejects(hanging, { name: 'CommitError' })
    await db.write((tx) => setPrice(tx, 'gown', 7))
    t.same(await priceOf(db, 'gown'), { price: 7 })
  },
)

t.test(
  'a statement that takes too long is cancelled, and distinguished from a fault',
  async (t) => {
    const { db } = await openRail(t)
    await db.write(hang('gown'))
    const waiting = (tx: Transaction) => tx.run(sql`SET LOCAL lock_timeout = 20`)
    await db.write(async (tx) => {
      await setPrice(tx, 'gown', 5)
      const second = db.write(async (other) => {
        await waiting(other)
        await setPrice(other, 'gown', 6)
      })
      await t.rejects(second, { name: 'CommitError' })
    })
    t.same(await priceOf(db, 'gown'), { price: 5 })
  },
)

t.test('announcements of another process arrive, also after a lost connection', async (t) => {
  const { db, url } = await openRail(t)
  const other = await openBeside(t, url, 3)
  let heard = () => {}
  const next = () => new Promise<void>((resolve) => (heard = resolve))
  const connected = next()
  other.listen(() => heard())
  db.listen(() => undefined)
  await connected
  const announced = next()
  const saying = setInterval(() => db.announce(), 20)
  t.teardown(() => clearInterval(saying))
  await announced
  await cut(url)
  await next()
  const again = next()
  await again
  t.pass('heard')
})

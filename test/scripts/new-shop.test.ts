// Large sample shop: created in bulk, with the same rows as one created by the services.
import { existsSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import t, { type Test } from 'tap'
import { makeShop } from '../../scripts/sample/new-shop.ts'
import type { SampleParameters } from '../../scripts/sample/parameters.ts'
import { fillShop } from '../../scripts/sample/shop.ts'
import { openSqlite } from '../../src/db/sqlite/engine.ts'
import { checkIntegrity } from '../../src/services/audit/integrity.ts'
import { onlyOnSqlite } from '../support/database/index.ts'

onlyOnSqlite('new-file.ts is about SQLite files')

const WANTED: SampleParameters = {
  orders: 300,
  byRows: false,
  photographed: 0,
  seed: 1,
  now: new Date('2026-11-21T14:30:00Z'),
  owner: { email: 'owner@example.com', password: 'four words are enough' },
  progress: () => {},
}

/** One shop created by the services, and one created in bulk. */
async function both(t: Test): Promise<{ served: Database; made: Database; files: string[] }> {
  const dir = t.testdir()
  const files = [join(dir, 'served.db'), join(dir, 'made.db')] as const
  const db = await openSqlite({ file: files[0] })
  await fillShop(db, WANTED)
  await db.close()
  await makeShop(files[1], WANTED)
  const [served, made] = files.map((file) => new SqliteDatabase(file, { readonly: true }))
  t.teardown(() => [served, made].map((opened) => opened?.close()))
  return { served: served as Database, made: made as Database, files: await readdir(dir) }
}

const schema = (db: Database) =>
  db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all()

/** Tables with own data; indexes of words may distribute theirs over pages differently. */
const tablesOf = (db: Database) =>
  db
    .prepare<[], string>(`
      SELECT name FROM sqlite_schema
      WHERE type = 'table' AND sql IS NOT NULL AND name NOT LIKE '%search%'
      ORDER BY name`)
    .pluck()
    .all()

/** Random and time-dependent columns, and those derived from them: ids of events at other times, and hashes. */
const BY_CHANCE = /^(tracking_token|password_hash|hash|applied_at)$/

/** All rows as text, sorted. */
function rowsOf(db: Database, table: string): string[] {
  const isLog = ['events', 'event_chain', 'payments'].includes(table)
  const rows = db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all()
  return (
    rows
      .filter(({ entity }) => entity !== 'settings' && entity !== 'user')
      // Orders that moved leave a sum of zero behind.
      .filter(({ orders }) => orders !== 0)
      .map((row) => {
        const members = Object.entries(row).filter(
          ([column]) => !BY_CHANCE.test(column) && !(isLog && /^(id|event_id)$/.test(column)),
        )
        return JSON.stringify(members)
      })
      .sort()
  )
}

t.test('the bulk shop equals the one that the services create', async (t) => {
  const { served, made, files } = await both(t)
  t.strictSame(files.sort(), ['made.db', 'served.db', 'served.db-owner'], 'nothing else is left')
  t.strictSame(schema(made), schema(served), 'the schema is exactly there')
  // Roles come from the migration, with its time.
  const ofTheOwner = ['users', 'settings', 'roles', 'delivery_methods']
  for (const table of tablesOf(served).filter((name) => !ofTheOwner.includes(name))) {
    t.strictSame(rowsOf(made, table), rowsOf(served, table), table)
  }
  const matches = (db: Database, search: string, word: string) =>
    db.prepare(`SELECT rowid FROM ${search} WHERE ${search} MATCH ? ORDER BY rowid`).all(word)
  for (const [search, word] of [
    ['customer_search', '900'],
    ['customer_search', 'exa'],
    ['item_name_search', 'hem'],
  ] as const) {
    t.not(matches(served, search, word).length, 0)
    t.strictSame(
      matches(made, search, word),
      matches(served, search, word),
      `${search} finds ${word}`,
    )
  }
})

t.test('the integrity check finds no problems, and the hash chain is complete', async (t) => {
  const file = join(t.testdir(), 'shop.db')
  await makeShop(file, { ...WANTED, orders: 2_100 })
  const db = await openSqlite({ file })
  t.teardown(() => db.close())
  const { ok, problems, checked } = await checkIntegrity(db)
  t.strictSame(problems, [])
  t.ok(ok)
  t.match(checked, { orders: 2_100 })
})

t.test('a failed creation leaves nothing behind', async (t) => {
  const dir = t.testdir()
  const file = join(dir, 'shop.db')
  writeFileSync(`${file}.sample`, 'what a killed run left')
  const fail = () => {
    throw new Error('the disk is full')
  }
  await t.rejects(makeShop(file, { ...WANTED, progress: fail }), { message: 'the disk is full' })
  t.notOk(existsSync(file))
  t.strictSame(await readdir(dir), [])
})

// Restore of a backup: the shop equals the backup, whatever lay beside the file, and the old files are kept.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import t, { type Test } from 'tap'
import type { Database } from '../../../src/db/database.ts'
import { backUp } from '../../../src/db/files/backup.ts'
import { restore } from '../../../src/db/files/restore.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { sql } from '../../../src/db/sql.ts'
import { createCustomer } from '../../../src/services/people/customers/index.ts'
import { change, SYSTEM } from '../../../src/services/shared/change.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'

onlyOnSqlite('a backup of PostgreSQL is restored with pg_restore')

const quietly = () => undefined

const SUMMARY = 'SELECT count(*) AS customers FROM customers'

const add = (db: Database, name: string) =>
  db.write((tx) => createCustomer(change(tx, SYSTEM), { name, phoneNumber: '+44 20 7946 0018' }))

const names = async (db: Database) =>
  (await db.all<{ name: string }>(sql`SELECT name FROM customers ORDER BY id`)).map(
    ({ name }) => name,
  )

const open = (dataDir: string) => openDatabase({ dataDir, databaseUrl: null })

/** Names of the people in the database of a folder. */
async function peopleIn(dataDir: string): Promise<string[]> {
  const db = await open(dataDir)
  try {
    return await names(db)
  } finally {
    await db.close()
  }
}

interface Cut {
  dataDir: string
  file: string
  /** A backup from before the last customer. */
  copy: string
  /** The same file, copied by hand while the shop was closed. */
  byHand: string
}

/**
 * A shop after a power cut: Amina is in the file and two backups, Bruno only in the write-ahead log. The folder holds
 * what was on the disk while the process still ran.
 */
async function cutOff(t: Test): Promise<Cut> {
  const folder = t.testdir({ before: {}, after: {} })
  const [before, dataDir] = [join(folder, 'before'), join(folder, 'after')]
  const file = join(before, 'hemline.db')
  const first = await open(before)
  await add(first, 'Amina Bello')
  await first.close()
  const [copy, byHand] = [join(folder, 'monday.db'), join(folder, 'by-hand.db')]
  copyFileSync(file, byHand)
  const db = await open(before)
  backUp(file, copy)
  await add(db, 'Bruno Costa')
  for (const name of readdirSync(before)) copyFileSync(join(before, name), join(dataDir, name))
  await db.close()
  return { dataDir, file: join(dataDir, 'hemline.db'), copy, byHand }
}

t.test('after a power cut the shop opens with everything that was saved', async (t) => {
  const { dataDir } = await cutOff(t)
  t.same(await peopleIn(dataDir), ['Amina Bello', 'Bruno Costa'])
})

t.test('the old write-ahead log is not applied to a restored file', async (t) => {
  for (const kind of ['copy', 'byHand'] as const) {
    const shop = await cutOff(t)
    copyFileSync(shop[kind], shop.file)
    const log = readFileSync(`${shop.file}-wal`)
    await t.rejects(open(shop.dataDir), {
      name: 'OpenError',
      message: /was replaced by a copy.*npm run restore/,
    })
    const mixed = join(t.testdirName, `mixed-${kind}.db`)
    t.throws(() => backUp(shop.file, mixed), { message: /was replaced by a copy/ })
    t.notOk(existsSync(mixed), 'nor does a backup mix the two')
    t.ok(log.equals(readFileSync(`${shop.file}-wal`)), 'the log is as it was')

    const { before } = restore(shop.file, shop.file, SUMMARY, quietly)
    t.same(await peopleIn(shop.dataDir), ['Amina Bello'], `restored from ${kind}`)
    t.ok(log.equals(readFileSync(`${before}-wal`)), 'and the log is kept beside what was there')
  }
})

t.test("a restore reports the backup's contents and keeps the previous files", async (t) => {
  const { dataDir, file, copy } = await cutOff(t)
  const said: string[] = []
  const restored = restore(copy, file, SUMMARY, (what) => said.push(what))
  t.match(restored, { customers: 1, before: /-before-restore-/ })
  t.match(said, [/Copying/, /Checking/])
  t.same(await peopleIn(dataDir), ['Amina Bello'])

  // Restores back: the previous files are a valid shop.
  restore(restored.before as string, file, SUMMARY, quietly)
  t.same(await peopleIn(dataDir), ['Amina Bello', 'Bruno Costa'])
  t.ok(existsSync(copy), 'the copy itself is still there')
})

t.test('a read-only backup is restored as a writable database', async (t) => {
  const { dataDir, file, copy, byHand } = await cutOff(t)
  for (const [from, to, mode] of [
    [copy, file, 0o640],
    [byHand, join(t.testdirName, 'new', 'hemline.db'), 0o600],
  ] as const) {
    chmodSync(from, 0o444)
    if (existsSync(to)) chmodSync(to, 0o640)
    restore(from, to, SUMMARY, quietly)
    t.equal(statSync(to).mode & 0o777, mode, 'whoever could write to the shop still can')
    t.equal(statSync(from).mode & 0o777, 0o444, 'and the copy is as it was')
  }
  t.same(await peopleIn(dataDir), ['Amina Bello'])
})

t.test('a restore works into an empty folder', async (t) => {
  const { copy } = await cutOff(t)
  const dataDir = join(t.testdirName, 'new')
  t.match(restore(copy, join(dataDir, 'hemline.db'), SUMMARY, quietly), { before: null })
  t.same(await peopleIn(dataDir), ['Amina Bello'])
})

t.test('a refused restore changes nothing', async (t) => {
  const { dataDir, file, copy } = await cutOff(t)
  const other = (name: string, write: (path: string) => void) => {
    const path = join(t.testdirName, name)
    mkdirSync(t.testdirName, { recursive: true })
    write(path)
    return path
  }
  const damaged = readFileSync(copy)
  damaged.fill(0x5a, 3 * 4096, 9 * 4096)
  const bad = {
    'There is no database at': join(dataDir, 'none.db'),
    'is a folder': dataDir,
    'is empty': other('empty.db', (path) => writeFileSync(path, '')),
    'is no database': other('letter.txt', (path) => writeFileSync(path, 'Dear Ines, '.repeat(40))),
    'is damaged': other('damaged.db', (path) => writeFileSync(path, damaged)),
    'of another program': other('notes.db', (path) =>
      new SqliteDatabase(path).exec('CREATE TABLE n (t)'),
    ),
  }
  const names = readdirSync(dataDir)
  for (const [why, path] of Object.entries(bad)) {
    t.throws(
      () => restore(path, file, SUMMARY, quietly),
      { name: 'OpenError', message: new RegExp(`${path}.*${why}|${why}.*${path}`) },
      why,
    )
    t.same(readdirSync(dataDir), names)
  }
  t.same(await peopleIn(dataDir), ['Amina Bello', 'Bruno Costa'])
})

t.test('an open shop is not replaced', async (t) => {
  const { dataDir, file, copy } = await cutOff(t)
  const db = await open(dataDir)
  t.teardown(() => db.close())
  t.throws(() => restore(copy, file, SUMMARY, quietly), { message: /is open: stop Hemline/ })
  await add(db, 'Chidi Obi')
  t.same(await names(db), ['Amina Bello', 'Bruno Costa', 'Chidi Obi'])
})

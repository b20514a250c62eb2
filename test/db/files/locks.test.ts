// Locks of an open shop's file: other programs see that it is open, and leave its write-ahead log alone.
import { execFileSync } from 'node:child_process'
import { existsSync, linkSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openDatabase } from '../../../src/db/open.ts'
import { sql } from '../../../src/db/sql.ts'
import { createCustomer } from '../../../src/services/people/customers/index.ts'
import { change, SYSTEM } from '../../../src/services/shared/change.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'

onlyOnSqlite('PostgreSQL has no file of its own here')

/** Runs a script over the file in a process of its own, as the `sqlite3` command does: `db` is open in it. */
const outside = (file: string, script: string) =>
  execFileSync(
    process.execPath,
    [
      '--input-type=commonjs',
      '-e',
      `const db = require('better-sqlite3')(process.argv[1], { timeout: 0 })
      let said
      try { said = ${script} } catch (error) { said = error.code }
      db.close()
      console.log(said)`,
      file,
    ],
    { encoding: 'utf8' },
  ).trim()

const CLOSE_LOG = "db.pragma('journal_mode = DELETE')"
const COUNT = "db.prepare('SELECT count(*) FROM customers').pluck().get()"

t.test('nobody takes an open shop for a closed one', async (t) => {
  const dataDir = t.testdir()
  const file = join(dataDir, 'hemline.db')
  // A new file, one with the number it was made with, and one that was numbered again.
  for (const round of [1, 2, 3]) {
    const db = await openDatabase({ dataDir, databaseUrl: null })
    const add = (name: string) =>
      db.write((tx) => createCustomer(change(tx, SYSTEM), { name, phoneNumber: '0170 555 0142' }))
    await add(`Amina ${round}`)
    const { ino } = statSync(`${file}-wal`)
    t.equal(outside(file, COUNT), String(2 * round - 1), 'another program reads')
    t.ok(existsSync(`${file}-wal`), 'and leaves the log')
    t.equal(statSync(`${file}-wal`).ino, ino)
    t.equal(outside(file, CLOSE_LOG), 'SQLITE_BUSY')
    // SQLite before 3.51 looks at the lock of the file alone, as here, where the log has another name.
    const link = `${file}-link`
    linkSync(file, link)
    t.equal(outside(link, CLOSE_LOG), 'SQLITE_BUSY', 'the file itself is locked')
    for (const end of ['', '-wal', '-shm']) rmSync(`${link}${end}`, { force: true })
    await add(`Bruno ${round}`)
    t.equal(outside(file, COUNT), String(2 * round), 'what is saved afterwards is in the file')
    t.match(await db.get(sql`SELECT count(*) AS count FROM customers`), { count: 2 * round })
    await db.close()
  }
})

// Write-ahead log checkpoints of SQLite: the log stays bounded, and nothing is lost.
import { execFile } from 'node:child_process'
import { renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { Checkpoints } from '../../../src/db/sqlite/checkpoints.ts'
import { openWriter } from '../../../src/db/sqlite/connection.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'
import { openRail, openWitness } from '../../support/database/sqlite-rail.ts'

onlyOnSqlite('a server keeps its own log')

const PAGE = 4096
const LIMITS = { step: 20, most: 100, idleMs: 600_000 }

/** A database in which every `write` appends at least ten pages to the log. */
function openRoll(t: Test, limits = LIMITS) {
  const file = join(t.testdir(), 'roll.db')
  const writer = openWriter(file)
  writer.exec('CREATE TABLE cloth (id INTEGER PRIMARY KEY, bytes BLOB)')
  const checkpoints = new Checkpoints(writer, limits)
  t.teardown(async () => {
    await checkpoints.close()
    writer.close()
  })
  const insert = writer.prepare('INSERT INTO cloth (bytes) VALUES (zeroblob(40960))')
  const write = async () => {
    insert.run()
    await checkpoints.afterCommit()
  }
  const pages = () => Math.ceil(statSync(`${file}-wal`).size / PAGE)
  return { file, writer, checkpoints, write, pages }
}

async function until(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 1_000 && !condition(); tries++) await pause(10)
  return condition()
}

t.test('a commit does not run a checkpoint', async (t) => {
  const { db } = await openRail(t)
  const setting = db.write(({ get }) => get(sql`PRAGMA wal_autocheckpoint`))
  t.same(await setting, { wal_autocheckpoint: 0 })
})

t.test('the log restarts under a load that never pauses', async (t) => {
  const { writer, write, pages } = openRoll(t)
  for (let at = 0; at < 100; at++) await write()
  t.ok(pages() < 2 * LIMITS.most, `${pages()} pages of more than 1,000 are in the log`)
  t.equal(writer.prepare('SELECT count(*) FROM cloth').pluck().get(), 100)
})

t.test('a long reader blocks nobody, and the log shrinks afterwards', async (t) => {
  const { file, write, pages } = openRoll(t)
  await write()
  const reader = openWitness(t, file)
  reader.exec('BEGIN')
  const seen = reader.prepare('SELECT count(*) FROM cloth').pluck()
  t.equal(seen.get(), 1)
  for (let at = 0; at < 50; at++) await write()
  t.ok(pages() > 3 * LIMITS.most, `it keeps ${pages()} pages for the reader`)
  t.equal(seen.get(), 1, 'who still sees what was there')
  reader.exec('COMMIT')
  for (let at = 0; at < 50; at++) await write()
  t.ok(pages() < 2 * LIMITS.most, `${pages()} pages are left`)
})

t.test('without writes the log is emptied', async (t) => {
  const { file, write, pages } = openRoll(t, { ...LIMITS, idleMs: 50 })
  for (let at = 0; at < 5; at++) await write()
  t.ok(await until(() => pages() === 0), 'its file is empty')
  const copied = openWitness(t, file)
  t.equal(copied.prepare('SELECT count(*) FROM cloth').pluck().get(), 5)
})

t.test('if the checkpoint thread fails, commits run checkpoints themselves', async (t) => {
  const { file, writer, checkpoints, write } = openRoll(t)
  const notices: unknown[] = []
  checkpoints.tell = (message, error) => notices.push([message, error])
  // Linux allows moving an open file; the thread does not find it then.
  renameSync(file, `${file}.moved`)
  for (let at = 0; at < 5; at++) await write()
  const left = () => writer.pragma('wal_autocheckpoint', { simple: true }) === LIMITS.step
  t.ok(await until(left), 'as SQLite does it')
  t.match(notices, [[/could not be copied/, { message: /unable to open/ }]], 'and the log says why')
  for (let at = 0; at < 20; at++) await write()
  t.equal(writer.prepare('SELECT count(*) FROM cloth').pluck().get(), 25)
  await checkpoints.close()
})

t.test('a process with nothing else to do closes the file before it ends', async (t) => {
  const [checkpoints, connection] = ['checkpoints', 'connection'].map((name) =>
    JSON.stringify(new URL(`../../../src/db/sqlite/${name}.ts`, import.meta.url).href),
  )
  const program = `
    const { Checkpoints } = await import(${checkpoints})
    const { openWriter } = await import(${connection})
    const writer = openWriter(${JSON.stringify(join(t.testdir(), 'roll.db'))})
    writer.exec('CREATE TABLE cloth (id INTEGER PRIMARY KEY)')
    const log = new Checkpoints(writer, { step: 1, most: 100, idleMs: 1000 })
    void log.afterCommit()
    await log.close()
    writer.close()
    console.log('closed')`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  t.equal(stdout, 'closed\n')
})

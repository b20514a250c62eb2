// Refused and interrupted moves between databases.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'
import t from 'tap'
import type { Database } from '../../../src/db/database.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { sql } from '../../../src/db/sql.ts'
import { openSqlite } from '../../../src/db/sqlite/engine.ts'
import { createDatabase, SERVER } from '../../support/database/index.ts'
import {
  compare,
  copied,
  folder,
  move,
  newFile,
  newPlace,
  ORIGINAL,
  open,
} from '../../support/shop/moves.ts'

t.test('a target that alters rows stays empty', async (t) => {
  if (!SERVER) return t.end()
  const to = await createDatabase(t)
  await (await openDatabase({ databaseUrl: to, dataDir: '' })).close()
  const server = new pg.Client({ connectionString: to })
  await server.connect()
  t.teardown(() => server.end())
  await server.query(`
    CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN new.address = 'nowhere'; RETURN new; END $$;
    CREATE TRIGGER spoil BEFORE INSERT ON customers FOR EACH ROW WHEN (new.id = 7)
      EXECUTE FUNCTION spoil()`)
  t.strictSame((await move(ORIGINAL, to)).differences, ['customers 7 differs in address'])
  t.match(await server.query('SELECT FROM customers'), { rowCount: 0 })
})

t.test('a target with content is refused', async (t) => {
  const to = await newPlace(t)
  await move(ORIGINAL, to)
  await t.rejects(move(ORIGINAL, to), {
    name: 'OpenError',
    message: /is (not empty|there already)/,
  })
  t.strictSame((await compare(ORIGINAL, to)).differences, [])
})

t.test('a source that is no shop of this version is refused', async (t) => {
  const to = await newPlace(t)
  const refused = (from: string, message: RegExp) =>
    t.rejects(move(from, to), { name: 'OpenError', message })
  await refused('mysql://x/y', /^"mysql:\/\/x\/y" is no database: write sqlite:FILE/)
  await refused(`sqlite:${folder}/none.db`, /^There is no database at /)
  await refused(`sqlite:${folder}`, /is a folder: name the file in it/)
  const older = copied()
  new SqliteDatabase(older.file)
    .exec(
      'DELETE FROM schema_migrations WHERE number = (SELECT max(number) FROM schema_migrations)',
    )
    .close()
  await refused(older.address, /is of an older version: migration \d{4}-\S+\.sql has not run/)
})

t.test('an interrupted move leaves nothing and can be repeated', async (t) => {
  const to = await newPlace(t)
  const stop = new AbortController()
  const begin = () => (what: string) => what === 'Carrying orders' && stop.abort()
  await t.rejects(move(ORIGINAL, to, { signal: stop.signal, begin }), { name: 'AbortError' })
  const late = new AbortController()
  const soon = () => {
    setImmediate(() => late.abort())
    return () => {}
  }
  await t.rejects(
    move(ORIGINAL, to, { signal: late.signal, begin: soon }),
    { name: 'AbortError' },
    'also by what comes from outside, such as Ctrl-C',
  )
  if (!SERVER) t.strictSame(readdirSync(join(to.slice('sqlite:'.length), '..')), [])
  t.strictSame((await move(ORIGINAL, to)).differences, [])
})

t.test('remains of a killed move are removed, those of a running one are not', async (t) => {
  const file = newFile()
  await move(ORIGINAL, `sqlite:${file}`)
  const other = join(file, '..', 'other.db')
  writeFileSync(`${other}.moving`, 'half a database')
  await move(ORIGINAL, `sqlite:${other}`)
  t.notOk(existsSync(`${other}.moving`))
  const third = join(file, '..', 'third.db')
  const running = new SqliteDatabase(`${third}.moving`)
  t.teardown(() => running.close())
  running.exec('BEGIN EXCLUSIVE')
  await t.rejects(move(ORIGINAL, `sqlite:${third}`), /^Another move is making /)
  t.ok(existsSync(`${third}.moving`))
})

t.test('a shop with concurrent writes is moved only on request', async (t) => {
  const { file, address } = copied()
  const shop = await openSqlite({ file })
  t.teardown(() => shop.close())
  const begin = () => {
    const tablet = new SqliteDatabase(file)
    tablet.exec(`
      INSERT INTO events (type, entity, entity_id, actor_name, at, data)
      VALUES ('order.placed', 'order', 1, 'Ines', '2026-11-21T12:00:00.000Z', '{}')`)
    tablet.close()
    return () => {}
  }
  const to = await newPlace(t)
  await t.rejects(move(address, to, { begin }), /^The shop was changed while it was moved/)
  t.strictSame((await move(address, to, { begin, whileOpen: true })).differences, [])
  const [source, target] = [await open(t, address), await open(t, to)]
  const events = async (db: Database) =>
    (await db.get<{ n: number }>(sql`SELECT count(*) AS n FROM events`))?.n ?? 0
  t.equal((await events(source)) - (await events(target)), 1, 'what came later is not there')
})

// A shop moves from one database into another with everything it has, or not at all.
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'
import t, { type Test } from 'tap'
import { compareShops, moveShop, type Wanted } from '../../scripts/move/move.ts'
import { fillShop } from '../../scripts/sample/shop.ts'
import type { Database } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/open.ts'
import { sql } from '../../src/db/sql.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { change, SYSTEM } from '../../src/services/change.ts'
import { createCustomer, listCustomers } from '../../src/services/customers.ts'
import { checkIntegrity } from '../../src/services/integrity.ts'
import { createOrder } from '../../src/services/order-entry.ts'
import { makeDatabase, SERVER } from '../database.ts'
import { AMINA } from '../factories.ts'

const quietly = { whileOpen: false, signal: new AbortController().signal, begin: () => () => {} }
const move = (from: string, to: string, more: Partial<Wanted> = {}) =>
  moveShop({ ...quietly, from, to, ...more })
const compare = (from: string, to: string) => compareShops({ ...quietly, from, to })

/** What an array or a line of PostgreSQL would have to escape. */
const ODD = 'a "quoted" \\N, {tab}\t\r\nNULL ünïcödé 👗 \'; --'

const folder = t.testdir()
const original = join(folder, 'original.db')
const ORIGINAL = `sqlite:${original}`
await makeOriginal()

/** A shop with photos, one of which was deleted, an item that was renamed, and an archived customer. */
async function makeOriginal() {
  const db = await openSqlite({ file: original })
  const owner = { email: 'owner@shop.test', password: 'needle and thread 7' }
  const small = { orders: 30, byRows: false, photographed: 2, seed: 1, progress: () => {} }
  await fillShop(db, { ...small, now: new Date(), owner })
  await db.write(async (tx) => {
    await tx.run(sql`DELETE FROM order_images WHERE id = (SELECT max(id) FROM order_images)`)
    await tx.run(sql`UPDATE order_items SET item_name = 'Umbrella, new ribs' WHERE id = 2`)
    await tx.run(sql`UPDATE customers SET archived_at = updated_at, notes = ${ODD} WHERE id = 3`)
  })
  await db.close()
}

/** A copy of the original that a test may change. */
function copied(): { file: string; address: string } {
  const file = join(newFolder(), 'copy.db')
  copyFileSync(original, file)
  return { file, address: `sqlite:${file}` }
}

let folders = 0
function newFolder(): string {
  const made = join(folder, String(++folders))
  mkdirSync(made)
  return made
}

const newFile = () => join(newFolder(), 'moved', 'hemline.db')
/** Where a move goes to: what the tests run on. */
const newPlace = async (t: Test) => (SERVER ? makeDatabase(t) : `sqlite:${newFile()}`)

async function open(t: Test, address: string): Promise<Database> {
  const file = /^sqlite:(.*)/.exec(address)?.[1]
  const db = file
    ? await openSqlite({ file })
    : await openDatabase({ databaseUrl: address, dataDir: '' })
  t.teardown(() => db.close())
  return db
}

t.test('all rows arrive, and the books are in order', async (t) => {
  const to = await newPlace(t)
  const { differences, tables } = await move(ORIGINAL, to)
  t.strictSame(differences, [])
  t.match(
    tables.find(({ table }) => table === 'order_images'),
    { rows: 3 },
  )
  const db = await open(t, to)
  t.match(await checkIntegrity(db), { ok: true, checked: { orders: 30 } })
  t.match(await db.get(sql`SELECT notes FROM customers WHERE id = 3`), { notes: ODD })
  const [someone] = await db.all<{ name: string }>(sql`SELECT name FROM customers WHERE id = 5`)
  const name = someone?.name ?? ''
  const { rows } = await listCustomers(db, { search: name.slice(1), limit: 50 } as never)
  t.ok(
    rows.some((customer) => customer.name === name),
    'a search finds who was moved',
  )
})

t.test('a moved shop goes on where it was', async (t) => {
  const to = await newPlace(t)
  await move(ORIGINAL, to)
  const [before, after] = [await open(t, copied().address), await open(t, to)]
  const next = (db: Database) =>
    db.write(async (tx) => {
      const now = change(tx, SYSTEM, 'a-request', '2026-11-21T12:00:00.000Z')
      const customer = await createCustomer(now, AMINA)
      const item = { itemName: 'Veil', quantity: 1, unitPrice: '95.50' }
      const order = await createOrder(now, { customerId: customer.id, items: [item] }, 'counter')
      const photo = await tx.get(sql`
        INSERT INTO order_images (order_id, content_type, size, width, height, sha256, created_at, updated_at)
        VALUES (1, 'image/jpeg', 1, 1, 1, '', '', '') RETURNING id`)
      const events = await tx.get(sql`SELECT max(id) AS id FROM events`)
      return { customer: customer.id, order: order.id, number: order.number, photo, events }
    })
  t.strictSame(await next(after), await next(before))
})

t.test('and back again, to the same file', { skip: SERVER ? false : 'no server' }, async (t) => {
  const [server, back] = [await makeDatabase(t), `sqlite:${newFile()}`]
  await move(ORIGINAL, server)
  t.strictSame((await move(server, back)).differences, [])
  const proof = await compare(ORIGINAL, back)
  t.strictSame(proof.differences, [])
  t.ok(proof.tables.every(({ digests }) => digests.source === digests.target))
  t.match(await checkIntegrity(await open(t, back)), { ok: true })
  const another = await makeDatabase(t)
  t.strictSame((await move(server, another)).differences, [], 'from one server to another')
})

t.test('what was changed by hand is named', async (t) => {
  const changed = async (statement: string) => {
    const { file, address } = copied()
    new SqliteDatabase(file).exec(statement).close()
    return (await compare(ORIGINAL, address)).differences
  }
  t.strictSame(await changed(`UPDATE customers SET notes = 'x' WHERE id = 2`), [
    'customers 2 differs in notes',
  ])
  t.strictSame(await changed('DELETE FROM item_names WHERE id = 1'), [
    'item_names: 1 of the source stands against 2 of the target',
  ])
  t.strictSame(await changed(`UPDATE image_blobs SET thumbnail = x'00' WHERE image_id = 1`), [
    'image_blobs 1 differs in thumbnail',
  ])
  t.match(await changed(`UPDATE image_blobs SET display = x'00' WHERE image_id = 1`), [
    'image_blobs 1 differs in display',
    'order_images 1: its bytes have another hash',
  ])
  t.match(await changed('UPDATE order_sums SET total = total + 1'), [/^sums that are kept: /])
  t.match(await changed('UPDATE orders SET total_amount = total_amount + 1 WHERE id = 9'), [
    'orders 9 differs in total_amount',
    /^total of all orders: \d+ in the source, \d+ in the target$/,
    /^balance of all orders/,
    /^sums that are kept/,
  ])
})

t.test('a target that turns rows into others stays empty', async (t) => {
  if (!SERVER) return t.end()
  const to = await makeDatabase(t)
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

t.test('nothing is written where something is', async (t) => {
  const to = await newPlace(t)
  await move(ORIGINAL, to)
  await t.rejects(move(ORIGINAL, to), {
    name: 'OpenError',
    message: /is (not empty|there already)/,
  })
  t.strictSame((await compare(ORIGINAL, to)).differences, [])
})

t.test('a database that is no shop of this version is refused', async (t) => {
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

t.test('a move that is stopped leaves nothing and can begin again', async (t) => {
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

t.test('what a killed move left is taken away, what another one makes is not', async (t) => {
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

t.test('a shop that is written to meanwhile is moved only when that is wanted', async (t) => {
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

t.test('the command says what it found, and fails when it is not the same', async (t) => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/move.ts', ...args])
  const to = `sqlite:${newFile()}`
  const { stdout } = await run('--from', ORIGINAL, '--to', to)
  t.match(
    stdout,
    /orders: 30\n.*\nMoved, and both hold the same shop: [\d,]+ rows in [\d.]+ s\.\n$/s,
  )
  const { file, address } = copied()
  new SqliteDatabase(file).exec(`UPDATE customers SET notes = 'x' WHERE id = 2`).close()
  await t.rejects(run('--compare', '--from', to, '--to', address), {
    code: 1,
    stderr: /^customers 2 differs in notes\nThe two databases do not hold the same shop\.\n$/,
  })
  await t.rejects(run('--from', ORIGINAL, '--to', to), {
    code: 1,
    stderr: /^.* is there already\. Nothing was changed; name a new file\.\n$/,
  })
})

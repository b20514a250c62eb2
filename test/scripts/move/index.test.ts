// Moving a shop between databases: completely, or not at all.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import SqliteDatabase from 'better-sqlite3'
import t from 'tap'
import type { Database } from '../../../src/db/database.ts'
import { sql } from '../../../src/db/sql.ts'
import { readAvatar } from '../../../src/services/access/users/avatar.ts'
import { checkIntegrity } from '../../../src/services/audit/integrity.ts'
import { checkPictures } from '../../../src/services/audit/photos.ts'
import { createOrder } from '../../../src/services/orders/entry.ts'
import { createCustomer, listCustomers } from '../../../src/services/people/customers/index.ts'
import { change, SYSTEM } from '../../../src/services/shared/change.ts'
import { createDatabase, SERVER } from '../../support/database/index.ts'
import { programOf } from '../../support/processes/programs.ts'
import { AMINA } from '../../support/shop/factories.ts'
import {
  AVATAR,
  compare,
  copied,
  move,
  newFile,
  newPlace,
  ODD,
  ORIGINAL,
  open,
} from '../../support/shop/moves.ts'

t.test('all rows arrive, and the integrity check finds no problems', async (t) => {
  const to = await newPlace(t)
  const { differences, tables } = await move(ORIGINAL, to)
  t.strictSame(differences, [])
  t.match(
    tables.find(({ table }) => table === 'order_images'),
    { rows: 3 },
  )
  const db = await open(t, to)
  t.match(await checkIntegrity(db), { ok: true, checked: { orders: 30 } })
  t.match(await checkPictures(db, null), { checked: 7, problems: [] })
  t.match((await readAvatar(db, 1)).bytes, AVATAR.bytes)
  t.match(await db.get(sql`SELECT notes FROM customers WHERE id = 3`), { notes: ODD })
  const [someone] = await db.all<{ name: string }>(sql`SELECT name FROM customers WHERE id = 5`)
  const name = someone?.name ?? ''
  const { rows } = await listCustomers(db, { search: name.slice(1), limit: 50 } as never)
  t.ok(
    rows.some((customer) => customer.name === name),
    'a search finds who was moved',
  )
})

t.test('a moved shop works as before', async (t) => {
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

t.test(
  'the shop moves back to the same file',
  { skip: SERVER ? false : 'no server' },
  async (t) => {
    const [server, back] = [await createDatabase(t), `sqlite:${newFile()}`]
    await move(ORIGINAL, server)
    t.strictSame((await move(server, back)).differences, [])
    const proof = await compare(ORIGINAL, back)
    t.strictSame(proof.differences, [])
    t.ok(proof.tables.every(({ digests }) => digests.source === digests.target))
    t.match(await checkIntegrity(await open(t, back)), { ok: true })
    const another = await createDatabase(t)
    t.strictSame((await move(server, another)).differences, [], 'from one server to another')
  },
)

t.test('rows changed by hand are named', async (t) => {
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
  t.match(await changed('UPDATE customer_sums SET balance = balance + 1'), [/^sums of customers: /])
  t.match(await changed('UPDATE orders SET total_amount = total_amount + 1 WHERE id = 9'), [
    'orders 9 differs in total_amount',
    /^total of all orders: [\d.]+ GBP in the source, [\d.]+ GBP in the target$/,
    /^balance of all orders/,
    /^sums that are kept/,
    /^sums of customers/,
  ])
})

t.test('the command reports differences, and fails if there are any', async (t) => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [...programOf('scripts/move.ts'), ...args])
  const to = `sqlite:${newFile()}`
  const { stdout } = await run('--from', ORIGINAL, '--to', to)
  t.match(
    stdout,
    /orders: 30\n.*\nMoved, and both databases are the same: [\d,]+ rows in [\d.]+ s\.\n$/s,
  )
  const { file, address } = copied()
  new SqliteDatabase(file).exec(`UPDATE customers SET notes = 'x' WHERE id = 2`).close()
  await t.rejects(run('--compare', '--from', to, '--to', address), {
    code: 1,
    stderr: /^customers 2 differs in notes\nThe two databases differ\.\n$/,
  })
  await t.rejects(run('--from', ORIGINAL, '--to', to), {
    code: 1,
    stderr: /^.* is there already\. Nothing was changed; name a new file\.\n$/,
  })
})

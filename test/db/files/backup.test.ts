// Backup of an open shop: consistent, and never overwriting a file.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { backUp } from '../../../src/db/files/backup.ts'
import { build, program } from '../../support/app.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'
import { AMINA, addOrder } from '../../support/shop/factories.ts'

onlyOnSqlite('a backup of PostgreSQL is made with pg_dump')

t.test('a backup during writes holds only whole orders', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const to = join(app.config.dataDir, 'copy.db')
  const before = await addOrder(owner)
  const coming = Promise.all(Array.from({ length: 20 }, () => addOrder(owner)))
  backUp(join(app.config.dataDir, 'hemline.db'), to)
  await coming

  const copy = new Database(to, { readonly: true })
  t.teardown(() => copy.close())
  t.equal(copy.pragma('integrity_check', { simple: true }), 'ok')
  const orders = copy.prepare('SELECT id, number FROM orders ORDER BY id').all() as {
    id: number
    number: number
  }[]
  t.equal(orders[0]?.number, before.number)
  for (const { id } of orders) {
    const { items } = copy
      .prepare('SELECT count(*) AS items FROM order_items WHERE order_id = ?')
      .get(id) as { items: number }
    t.equal(items, 2)
  }
  t.match(copy.prepare('SELECT name FROM customers LIMIT 1').get(), { name: AMINA.name })
})

t.test('a backup overwrites no file, and a missing database is no backup', async (t) => {
  const app = await build(t)
  const file = join(app.config.dataDir, 'hemline.db')
  t.throws(() => backUp(file, file), /is there already/)
  t.throws(() => backUp(join(app.config.dataDir, 'other.db'), `${file}.copy`), /no database/)
})

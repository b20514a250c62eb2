// A backup of an open shop is whole, and never overwrites another.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { backUp } from '../../src/db/backup.ts'
import { onlyOnSqlite } from '../database.ts'
import { AMINA, addOrder } from '../factories.ts'
import { build, program } from '../helper.ts'

onlyOnSqlite('a backup of PostgreSQL is made with pg_dump')

t.test('A copy taken while orders come in holds whole orders only', async (t) => {
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

t.test('Nothing is overwritten, and nothing is made of nothing', async (t) => {
  const app = await build(t)
  const file = join(app.config.dataDir, 'hemline.db')
  t.throws(() => backUp(file, file), /is there already/)
  t.throws(() => backUp(join(app.config.dataDir, 'other.db'), `${file}.copy`), /no database/)
})

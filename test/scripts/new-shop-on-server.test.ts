// Large sample shop on PostgreSQL: created as a file and moved there.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { makeShopOnServer } from '../../scripts/sample/new-shop-on-server.ts'
import { openDatabase } from '../../src/db/open.ts'
import { sql } from '../../src/db/sql.ts'
import { checkIntegrity } from '../../src/services/audit/integrity.ts'
import { createDatabase, onlyOnPostgres } from '../support/database/index.ts'

onlyOnPostgres()

t.test('the shop is complete on the server, and works', async (t) => {
  const databaseUrl = await createDatabase(t)
  const dataDir = join(t.testdir(), 'data')
  const outcome = await makeShopOnServer(databaseUrl, dataDir, {
    orders: 120,
    byRows: true,
    photographed: 0,
    seed: 1,
    now: new Date('2026-11-21T14:30:00Z'),
    owner: { email: 'owner@example.com', password: 'four words are enough' },
    progress: () => {},
  })
  t.match(outcome, { kind: 'filled', orders: 120, owner: { email: 'owner@example.com' } })
  t.strictSame(await readdir(dataDir), [])
  const db = await openDatabase({ databaseUrl, dataDir })
  t.teardown(() => db.close())
  t.match(await checkIntegrity(db), { ok: true, checked: { orders: 120 } })
  t.match(await db.get(sql`SELECT value FROM counters WHERE name = 'order_number'`), {
    value: 1_120,
  })
})

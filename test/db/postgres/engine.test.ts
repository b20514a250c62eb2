// PostgreSQL engine: its number of connections. What both engines promise is in test/db/contract.
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { administer, onlyOnPostgres } from '../../support/database/index.ts'
import { openRail } from '../../support/database/postgres-rail.ts'
import { hang } from '../../support/database/rail.ts'

onlyOnPostgres()

t.test('a process opens no more connections than configured', async (t) => {
  const { db, url } = await openRail(t, 5)
  const name = new URL(url).pathname.slice(1)
  const busy = Promise.all([
    ...Array.from({ length: 20 }, (_, at) => db.write(hang(`gown ${at}`))),
    ...Array.from({ length: 20 }, () => db.all(sql`SELECT pg_sleep(0.01)`)),
  ])
  const [held] = await administer(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${name}'`,
  )
  await busy
  t.ok(held?.rows[0].n <= 5, `${held?.rows[0].n} connections`)
})

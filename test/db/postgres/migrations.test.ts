// Migrations on PostgreSQL: an unreachable server. What both engines promise is in test/db/contract.
import { readdirSync } from 'node:fs'
import t from 'tap'
import { MIGRATIONS } from '../../../src/db/migrations/run.ts'
import { migratePostgres, POSTGRES_MIGRATIONS } from '../../../src/db/postgres/migrations.ts'
import { onlyOnPostgres } from '../../support/database/index.ts'

onlyOnPostgres()

t.test('a server that cannot be reached is named without its password', async (t) => {
  const start = migratePostgres('postgres://nobody:secret@127.0.0.1:1/shop')
  await t.rejects(start, {
    name: 'OpenError',
    message:
      /^DATABASE_URL: the database shop on 127\.0\.0\.1:1 cannot be reached: [^\n]*REFUSED[^\n]*$/,
  })
})

t.test('both engines have migrations of the same names', (t) => {
  t.same(readdirSync(POSTGRES_MIGRATIONS), readdirSync(MIGRATIONS))
  t.end()
})

// `npm run test:postgres`: every test again, on PostgreSQL. TEST_DATABASE_URL names a server and a database on it from
// which databases may be created; each test makes one of its own and drops it. Tests can be named.
import { ensureAssets, ensureInstalled, ensureNode, ensureTestRunner } from './ensure.mjs'

/** Held by each run, so that none clears away what another one uses. */
const RUN = 74657375
const USUAL = 'postgres://postgres@127.0.0.1:5432/postgres'

ensureNode()
ensureInstalled()
process.env.TEST_DATABASE_URL ||= USUAL
const { default: pg } = await import('pg')
const server = await reached(process.env.TEST_DATABASE_URL)
await server.query(`SELECT pg_advisory_lock_shared(${RUN})`)
await dropLeft(server)
ensureAssets()
ensureTestRunner()
console.log('\n> Testing on PostgreSQL')
const { runTests } = await import('./testing.mjs')
const code = await runTests(process.argv.slice(2))
await dropLeft(server)
await server.end()
process.exit(code)

/** Without a server there is nothing to test: 3 tells whoever runs us that this is why. */
async function reached(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    return client
  } catch (error) {
    const reason = error.message || error.errors?.[0]?.message || error.code
    console.error(`No PostgreSQL answers for TEST_DATABASE_URL (usually ${USUAL}): ${reason}`)
    process.exit(3)
  }
}

/** What a run that was killed left behind, and the templates of older migrations; not while another run goes on. */
async function dropLeft(server) {
  const { rows: locks } = await server.query(`SELECT pg_try_advisory_lock(${RUN}) AS alone`)
  if (!locks[0].alone) return
  const { rows } = await server.query(`
    SELECT datname AS name FROM pg_database d
    WHERE datname ~ '^hemline_(test_[0-9]+_[0-9]+|template_[0-9a-f]{16}(_new)?)$'
      AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)`)
  for (const { name } of rows) await server.query(`DROP DATABASE IF EXISTS ${name}`)
  await server.query(`SELECT pg_advisory_unlock(${RUN})`)
}

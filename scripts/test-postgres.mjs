// `npm run test:postgres`: all tests, or the named ones, on PostgreSQL. TEST_DATABASE_URL names a server and a database
// on it from which databases may be created; each test creates and drops its own.
import { answerHelp } from './arguments.mjs'
import { ensureAssets, ensureInstalled, ensureNode, ensureTestRunner } from './ensure.mjs'

/** Advisory lock held by each run, so that none deletes what another one uses. */
const RUN = 74657375
const USUAL = 'postgres://postgres@127.0.0.1:5432/postgres'
const HELP = `Usage: npm run test:postgres -- [--quick] [<test or folder> ...] [options of tap]

Runs every test, or those that are named, or with --quick the quick ones, on the PostgreSQL server of TEST_DATABASE_URL (usually ${USUAL}).
`

answerHelp(HELP)
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

/** Exit code 3: there is no server to test on. */
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

/** Databases of killed runs, and templates of older migrations; not while another run is going on. */
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

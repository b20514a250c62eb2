// Two app processes over one database, one of them killed: no acknowledged change is lost or repeated, and the feed is
// complete.
import { join } from 'node:path'
import t from 'tap'
import { administer, ENGINE, ownDatabase } from '../support/database/index.ts'
import { openRows, testKilledProcess } from '../support/processes/kill-story.ts'
import { type ServerProcess, startServer } from '../support/processes/server-process.ts'

const dataDir = join(t.testdir(), 'data')
const database = await ownDatabase(t)
const SECRETS = { JWT_SECRET: 'needle'.repeat(8), COOKIE_SECRET: 'thread'.repeat(8) }
const env = { ...database, DATABASE_CONNECTIONS: '8', ...SECRETS }

// Both try to migrate and to create the owner.
const starting = [1, 2].map(() => startServer(t, dataDir, env))
const servers = (await Promise.all(starting)) as [ServerProcess, ServerProcess]
const rows = await openRows(t, database.DATABASE_URL, dataDir)

t.test('two processes, one of them killed', { timeout: 200_000 }, (t) =>
  testKilledProcess(t, {
    urls: servers.map(({ url }) => url),
    lasting: servers[1].url,
    kill: () => servers[0].kill(),
    rows,
  }),
)

t.test('the remaining process stops cleanly', async (t) => {
  t.equal(await servers[1].stop(), 0)
  if (ENGINE === 'sqlite') return
  const name = new URL(String(database.DATABASE_URL)).pathname.slice(1)
  const [own] = await rows('SELECT pg_backend_pid() AS pid')
  const [held] = await administer(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${name}' AND pid <> ${own?.pid}`,
  )
  t.equal(held?.rows[0].n, 0, 'and leaves no connection')
})

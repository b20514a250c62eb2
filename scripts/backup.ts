// `npm run backup -- FILE`: a copy of the database, taken while the shop is open.
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigError, loadConfig } from '../src/config.ts'
import { backUp } from '../src/db/backup.ts'
import { OpenError } from '../src/db/errors.ts'

const day = new Date().toISOString().slice(0, 19).replaceAll(':', '-')

const WITH_PG_DUMP =
  'This shop is on PostgreSQL, which is backed up with its own tools: pg_dump --format=custom --file=hemline.dump "$DATABASE_URL"'

try {
  const { dataDir, databaseUrl } = loadConfig(process.env)
  if (databaseUrl) throw new OpenError(WITH_PG_DUMP)
  const to = resolve(process.argv[2] ?? `hemline-${day}.db`)
  backUp(join(dataDir, 'hemline.db'), to)
  const megabytes = (statSync(to).size / 1_000_000).toFixed(1)
  console.log(`Saved ${to} (${megabytes} MB). Keep it on another computer, with secrets.json.`)
} catch (error) {
  if (!(error instanceof OpenError || error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

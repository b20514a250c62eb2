// `npm run restore -- FILE`: restores a backup made by `npm run backup`.
import { resolve } from 'node:path'
import { OpenError } from '../src/db/errors.ts'
import { restore } from '../src/db/files/restore.ts'
import { runCommand, UsageError } from './command.ts'
import { say } from './progress.ts'
import { locateShop } from './shop-location.ts'

const HELP = `Usage: npm run restore -- <file>

Puts a copy that \`npm run backup\` made in the place of the shop in DATA_DIR. Stop Hemline first. The copy is checked
before anything is changed, and the database that was there is kept beside it.
`

const WITH_PG_RESTORE =
  'This shop is on PostgreSQL, which goes back with its own tools: pg_restore --clean --if-exists --dbname="$DATABASE_URL" hemline.dump'

interface Summary {
  orders: number
  /** RFC 3339; `null` without events. */
  lastChange: string | null
}

const SUMMARY = `
  SELECT (SELECT count(*) FROM orders) AS orders, (SELECT max(at) FROM events) AS "lastChange"`

runCommand({ help: HELP, files: 1 }, async (_options, [copy]) => {
  if (!copy) throw new UsageError('Name the copy: npm run restore -- <file>')
  const { file, databaseUrl } = locateShop()
  if (databaseUrl) throw new OpenError(WITH_PG_RESTORE)
  const { orders, lastChange, before } = restore<Summary>(resolve(copy), file, SUMMARY, (what) =>
    console.log(what),
  )
  const until = lastChange
    ? `, the last change on ${lastChange.slice(0, 16).replace('T', ' ')} UTC`
    : ''
  console.log(`Restored ${file}: ${say(orders)} orders${until}.`)
  if (before) console.log(`What was there before is kept in ${before}.`)
  console.log('Start Hemline again with `npm start`; `npm run verify` checks the records.')
  return 0
})

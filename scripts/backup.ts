// `npm run backup -- FILE`: online backup of the database.
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { OpenError } from '../src/db/errors.ts'
import { backUp } from '../src/db/files/backup.ts'
import { runCommand } from './command.ts'
import { locateShop } from './shop-location.ts'

const HELP = `Usage: npm run backup -- [<file or folder>]

Saves a copy of the shop in DATA_DIR, also while it is open. In a folder the copy is named by the moment;
without a name it goes into backups/ in DATA_DIR. To go back to it: npm run restore -- <file>
`

const WITH_PG_DUMP =
  'This shop is on PostgreSQL, which is backed up with its own tools: pg_dump --format=custom --file=hemline.dump "$DATABASE_URL"'

runCommand({ help: HELP, files: 1 }, async (_options, [wanted]) => {
  const { file, dataDir, databaseUrl } = locateShop()
  if (databaseUrl) throw new OpenError(WITH_PG_DUMP)
  const to = nameOf(wanted ?? `${join(dataDir, 'backups')}/`)
  if (!wanted && existsSync(file)) mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  backUp(file, to)
  const megabytes = (statSync(to).size / 1_000_000).toFixed(1)
  console.log(`Saved ${to} (${megabytes} MB). Keep it on another computer, with secrets.json.`)
  return 0
})

/** In a folder, existing or not, the file is named by the timestamp. */
function nameOf(wanted: string): string {
  const isFolder =
    /[/\\]$/.test(wanted) || statSync(wanted, { throwIfNoEntry: false })?.isDirectory()
  const moment = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  return isFolder ? resolve(wanted, `hemline-${moment}.db`) : resolve(wanted)
}

// `npm run pictures -- --to store`: moves photos and the logo from the database into the object store, or back.
import { ConfigError, loadConfig } from '../src/config/index.ts'
import { openObjects } from '../src/db/objects/open.ts'
import { openDatabase } from '../src/db/open.ts'
import { moveToDatabase, moveToStore } from '../src/services/photos/store/migration.ts'
import { runCommand, UsageError } from './command.ts'
import { ProgressLine, say } from './progress.ts'

const HELP = `Usage: npm run pictures -- --to store | --to database

Carries the bytes of all photos and of the logo between the database and the store that S3_BUCKET names. The shop may
stay open. What is interrupted can be begun again.
`

runCommand({ help: HELP, options: { to: { type: 'string' } } }, async ({ to }) => {
  const carry = { store: moveToStore, database: moveToDatabase }[to ?? '']
  if (!carry) throw new UsageError('Give --to store or --to database. See --help.')
  const config = loadConfig(process.env)
  const objects = openObjects(config.s3)
  if (!objects) throw new ConfigError('S3_BUCKET is not set: there is no store.')
  const db = await openDatabase(config)
  const line = new ProgressLine()
  let count = 0
  try {
    await carry(db, objects, (pictures) => {
      count += pictures
      line.show(() => `${say(count)} pictures`)
    })
  } finally {
    line.end()
    await db.close()
  }
  console.log(`Moved ${say(count)} photos to the ${to}.`)
  return 0
})

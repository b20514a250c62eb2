// `npm run pictures -- --to store`: carries photos and the logo out of the database into the store, or back.
import { parseArgs } from 'node:util'
import { ConfigError, loadConfig } from '../src/config.ts'
import { OpenError } from '../src/db/errors.ts'
import { openObjects } from '../src/db/objects/open.ts'
import { StoreError } from '../src/db/objects/store.ts'
import { openDatabase } from '../src/db/open.ts'
import { carryToDatabase, carryToStore } from '../src/services/picture-carrying.ts'

const HELP = `Usage: npm run pictures -- --to store | --to database

Carries the bytes of all photos and of the logo between the database and the store that S3_BUCKET names. The shop may
stay open. What is interrupted can be begun again.
`

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { to: { type: 'string' }, help: { type: 'boolean' } } })
  const carry = { store: carryToStore, database: carryToDatabase }[values.to ?? '']
  if (values.help || !carry) {
    console.log(HELP)
    process.exitCode = values.help ? 0 : 1
    return
  }
  const config = loadConfig(process.env)
  const objects = openObjects(config.s3)
  if (!objects) throw new ConfigError('S3_BUCKET is not set: there is no store.')
  const db = await openDatabase(config)
  let count = 0
  try {
    await carry(db, objects, (pictures) => {
      count += pictures
      if (process.stdout.isTTY) process.stdout.write(`\r${count} pictures`)
    })
  } finally {
    if (process.stdout.isTTY && count > 0) process.stdout.write('\n')
    await db.close()
  }
  console.log(`${count} pictures were carried to the ${values.to}.`)
}

main().catch((error: unknown) => {
  const expected = [ConfigError, OpenError, StoreError].some((kind) => error instanceof kind)
  console.error(expected && error instanceof Error ? error.message : error)
  process.exitCode = 1
})

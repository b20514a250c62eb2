// `npm run verify`: integrity check of a shop, also while it is open.
import { resolve } from 'node:path'
import type { Database } from '../src/db/database.ts'
import { openReadonly } from '../src/db/files/open-readonly.ts'
import { openObjects } from '../src/db/objects/open.ts'
import type { ObjectStore } from '../src/db/objects/store.ts'
import { openPostgres } from '../src/db/postgres/engine.ts'
import { checkIntegrity } from '../src/services/audit/integrity.ts'
import { checkPictures } from '../src/services/audit/photos.ts'
import { runCommand } from './command.ts'
import { locateShop } from './shop-location.ts'

const HELP = `Usage: npm run verify -- [<file>]

Checks every order, payment, event and photo of a shop: of the database file that is named, or of the shop in DATA_DIR
(or DATABASE_URL). Nothing is changed. Ends with 1 when something is not in order.
`

runCommand({ help: HELP, files: 1 }, async (_options, [named]) => {
  const { file, databaseUrl, s3 } = locateShop()
  const db =
    databaseUrl && !named
      ? await openPostgres({ url: databaseUrl, schema: 'required' })
      : await openReadonly(named ? resolve(named) : file)
  try {
    return await verify(db, openObjects(s3))
  } finally {
    await db.close()
  }
})

/** @returns the exit code */
async function verify(db: Database, objects: ObjectStore | null): Promise<number> {
  console.log('Checking events, orders and payments')
  const { problems, unlisted, checked, newestEvent, ok } = await checkIntegrity(db)
  console.log('Checking photos')
  const pictures = await checkPictures(db, objects)
  for (const { table, id, detail } of [...problems, ...pictures.problems]) {
    console.error(`${table} ${id ?? ''}: ${detail}`)
  }
  if (unlisted > 0) console.error(`And ${unlisted} more.`)
  const isSound = ok && pictures.problems.length === 0
  const counts = Object.entries(checked).map(([what, count]) => `${count} ${what}`)
  counts.push(`${pictures.checked} photos (${pictures.inStore} of them in the store)`)
  console.log(`${isSound ? 'Everything is in order' : 'Not in order'}: ${counts.join(', ')}.`)
  if (newestEvent) console.log(`The history ends at ${newestEvent.id} ${newestEvent.hash}`)
  return isSound ? 0 : 1
}

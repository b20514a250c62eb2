// `npm run verify`: checks the books of the shop in DATA_DIR, also while it is open, and says what it found.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, loadConfig } from '../src/config.ts'
import { OpenError } from '../src/db/errors.ts'
import { openObjects } from '../src/db/objects/open.ts'
import { StoreError } from '../src/db/objects/store.ts'
import { openDatabase } from '../src/db/open.ts'
import { completeChain } from '../src/services/event-chain.ts'
import { checkIntegrity } from '../src/services/integrity.ts'
import { checkPictures } from '../src/services/picture-check.ts'

async function main(): Promise<void> {
  const config = loadConfig(process.env)
  // Opening would make a new one, and there is nothing wrong with that.
  if (!config.databaseUrl && !existsSync(join(config.dataDir, 'hemline.db'))) {
    throw new OpenError(`There is no database in ${config.dataDir}.`)
  }
  const db = await openDatabase(config)
  try {
    await completeChain(db)
    const report = await checkIntegrity(db)
    const pictures = await checkPictures(db, openObjects(config.s3))
    const { checked, unlisted, newestEvent } = report
    const problems = [...report.problems, ...pictures.problems]
    const ok = report.ok && pictures.problems.length === 0
    for (const { table, id, detail } of problems) console.error(`${table} ${id ?? ''}: ${detail}`)
    if (unlisted > 0) console.error(`And ${unlisted} more.`)
    const counts = Object.entries(checked).map(([what, count]) => `${count} ${what}`)
    counts.push(`${pictures.checked} pictures (${pictures.inStore} of them in the store)`)
    console.log(`${ok ? 'Everything is in order' : 'Not in order'}: ${counts.join(', ')}.`)
    if (newestEvent) console.log(`The history ends at ${newestEvent.id} ${newestEvent.hash}`)
    if (!ok) process.exitCode = 1
  } finally {
    await db.close()
  }
}

main().catch((error: unknown) => {
  const expected = [ConfigError, OpenError, StoreError].some((kind) => error instanceof kind)
  console.error(expected && error instanceof Error ? error.message : error)
  process.exitCode = 1
})

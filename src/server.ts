// Starts Hemline: configuration, database, app; closes with grace.
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { ConfigError, loadConfig } from './config.ts'
import { OpenError } from './db/errors.ts'
import { openDatabase } from './db/open.ts'
import { loggerOptions } from './plugins/logging.ts'
import { completeChain } from './services/event-chain.ts'

async function start() {
  const config = loadConfig(process.env)
  const db = await openDatabase(config)
  await completeChain(db)
  const logger = loggerOptions(config.logLevel)
  const app = await buildApp({
    config,
    db,
    logger,
    strictViews: process.env.NODE_ENV === 'development',
  })
  closeWithGrace({ delay: 10_000 }, async ({ err }) => {
    if (err) app.log.error({ err }, 'closing after an error')
    await app.close()
  })
  await app.listen({ port: config.port, host: config.host })
  await app.announce()
}

start().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof OpenError
  console.error(expected ? error.message : error)
  process.exit(1)
})

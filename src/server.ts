// Entry point: starts one server process, or a supervisor of several (WEB_CONCURRENCY).
import cluster from 'node:cluster'
import { ConfigError, loadConfig } from './config/index.ts'
import { OpenError } from './db/errors.ts'
import { ListenError, WorkerError } from './server/errors.ts'

async function start() {
  const config = loadConfig(process.env)
  // Loaded only when needed: the supervisor stays small.
  if (process.argv.includes('migrate')) {
    const { migrate } = await import('./server/migrate.ts')
    await migrate(config)
  } else if (cluster.isPrimary && config.webConcurrency > 1) {
    const { runWorkers } = await import('./server/workers.ts')
    await runWorkers(config)
  } else {
    const { serve } = await import('./server/serve.ts')
    await serve(config)
  }
}

start().catch((error: unknown) => {
  // The worker has printed its own message.
  if (error instanceof WorkerError) process.exit(1)
  const expected = [ConfigError, OpenError, ListenError].some((kind) => error instanceof kind)
  console.error(expected ? (error as Error).message : error)
  process.exit(1)
})

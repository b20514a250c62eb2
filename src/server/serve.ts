// One process that answers requests: the only one, or a worker of several.
import cluster from 'node:cluster'
import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { loggerOptions } from '../plugins/logging.ts'
import { completeChain } from '../services/event-chain.ts'
import { ListenError } from './errors.ts'
import { collectOften } from './memory.ts'
import { GRACE_MS, STOP, STOP_SIGNALS } from './stopping.ts'

/** Opens the database and the shop. Throws what `buildApp` throws, an OpenError or a ListenError. */
export async function serve(config: Config): Promise<void> {
  collectOften()
  const db = await openDatabase(config)
  await completeChain(db)
  const app = await buildApp({
    config,
    db,
    logger: loggerOptions(config.logLevel),
    strictViews: process.env.NODE_ENV === 'development',
  })
  stopWithGrace(app)
  await listen(app, config)
  // The first of several speaks for all of them.
  if (!cluster.worker || cluster.worker.id === 1) await app.announce()
}

/** Answers what is under way, then ends. */
function stopWithGrace(app: FastifyInstance): void {
  const skip = cluster.isWorker ? [...STOP_SIGNALS] : []
  const grace = closeWithGrace({ delay: GRACE_MS, skip }, async ({ err }) => {
    if (err) app.log.error({ err }, 'closing after an error')
    await app.close()
  })
  if (!cluster.isWorker) return
  // A worker often hears it twice: Ctrl+C and some supervisors signal every process, and then it is told as well.
  let stopping = false
  const stop = () => {
    if (!stopping) grace.close()
    stopping = true
  }
  for (const signal of STOP_SIGNALS) process.on(signal, stop)
  process.on('message', (message) => {
    if (message === STOP) stop()
  })
}

async function listen(app: FastifyInstance, { port, host }: Config): Promise<void> {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use already: choose another PORT, or stop what runs there.`,
    EACCES: `Port ${port} is for administrators only: choose a PORT above 1023.`,
    EADDRNOTAVAIL: `HOST: ${host} is no address of this computer.`,
  }
  await app.listen({ port, host }).catch((error: NodeJS.ErrnoException) => {
    const reason = reasons[error.code ?? '']
    throw reason ? new ListenError(reason) : error
  })
}

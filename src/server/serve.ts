// HTTP server process: a single server, or one worker of several.
import cluster from 'node:cluster'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import type { Config } from '../config/index.ts'
import { openDatabase } from '../db/open.ts'
import { loggerOptions } from '../plugins/logging.ts'
import { completeChain } from '../services/shared/events/chain.ts'
import { upgradeSearchColumns } from '../services/shared/search/upgrade.ts'
import { ListenError } from './errors.ts'
import { collectGarbageOften } from './memory.ts'
import { FAULT_GRACE_MS, GRACE_MS } from './shutdown.ts'
import { stopWhenTold, supervisedSignals, tellSupervisor } from './supervised.ts'
import { throttle } from './throttle.ts'

/** @throws whatever `buildApp` throws, OpenError, ListenError */
export async function serve(config: Config): Promise<void> {
  collectGarbageOften()
  const db = await openDatabase(config)
  await completeChain(db)
  const app = await buildApp({
    config,
    db,
    logger: loggerOptions(config.logLevel),
    strictViews: process.env.NODE_ENV === 'development',
  })
  stopWithGrace(app)
  const tell = throttle((done, all) =>
    app.log.info({ done, all }, 'preparing names for the search'),
  )
  await upgradeSearchColumns(db, tell)
  await listen(app, config)
  tellSupervisor({ port: (app.server.address() as AddressInfo).port })
  // Only the first worker logs the address.
  if (!cluster.worker || cluster.worker.id === 1) await app.announce()
}

/** Finishes requests in progress, then exits. */
function stopWithGrace(app: FastifyInstance): void {
  // An unhandled rejection leaves no partial state that later requests depend on.
  process.on('unhandledRejection', (err) => app.log.error({ err }, 'fault outside of any request'))
  const skip = [...supervisedSignals(), 'unhandledRejection' as const]
  const grace = closeWithGrace({ delay: GRACE_MS, skip }, async ({ err }) => {
    if (!err) return app.close()
    app.log.fatal({ err }, 'an error that nobody caught ends this process')
    tellSupervisor({ fault: String(err) })
    await Promise.race([app.close(), pause(FAULT_GRACE_MS)])
  })
  stopWhenTold(grace.close)
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

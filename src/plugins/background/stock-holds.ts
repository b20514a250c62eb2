// Releases holds of stock that have lapsed, each minute. They block nobody meanwhile: this keeps only what is stored fresh.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { hasLapsedHolds, sweepHolds } from '../../services/catalogue/stock/sweep.ts'
import { change, SYSTEM } from '../../services/shared/change.ts'

const MINUTE_MS = 60_000

async function stockHolds(app: FastifyInstance) {
  let timer: NodeJS.Timeout | undefined
  let sweeping = Promise.resolve()

  const sweep = async () => {
    if (!(await hasLapsedHolds(app.db))) return
    await app.db.write((tx) => sweepHolds(change(tx, SYSTEM)))
  }
  app.addHook('onListen', async () => {
    timer = setInterval(() => {
      sweeping = sweep().catch((error: unknown) =>
        app.log.warn({ err: error }, 'lapsed holds were not released'),
      )
    }, MINUTE_MS).unref()
  })
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await sweeping
  })
}

export default fp(stockHolds, { name: 'stock-holds', dependencies: ['database'] })

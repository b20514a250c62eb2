// Housekeeping job, at each start and once a day: deletes expired rows and unreferenced photos, merges order totals, and
// finishes merges of customers that were interrupted.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Transaction } from '../../db/database.ts'
import { deleteOldPasswordLinks } from '../../services/access/passwords/links.ts'
import { deleteOldSessions } from '../../services/access/sessions/index.ts'
import { deleteOldAttempts } from '../../services/access/sign-in/attempts.ts'
import { finishMoves, type Write } from '../../services/care/merge/move.ts'
import { deleteOldImports } from '../../services/imports/runs/progress.ts'
import { foldSums } from '../../services/orders/lists/totals.ts'
import { createSpool } from '../../services/photos/spool.ts'
import { sweepPictures } from '../../services/photos/store/sweep.ts'
import { change, SYSTEM } from '../../services/shared/change.ts'
import { deleteOldKeys } from '../../services/shared/idempotency.ts'
import { deleteOldCarts } from '../../services/storefront/cart/holder.ts'

const DAY_MS = 86_400_000

async function deleteExpired(tx: Transaction): Promise<void> {
  const now = change(tx, SYSTEM)
  await deleteOldKeys(now)
  await deleteOldSessions(now)
  await deleteOldAttempts(now)
  await deleteOldPasswordLinks(now)
  await deleteOldImports(now)
  await deleteOldCarts(now)
  await foldSums(now)
}

async function housekeeping(app: FastifyInstance) {
  let timer: NodeJS.Timeout | undefined
  let cleaning = Promise.resolve()
  const spool = createSpool(app.config.dataDir)

  const write: Write = (work) => app.db.write((tx) => work(change(tx, SYSTEM)))
  const clean = () => {
    cleaning = app.db
      .write(deleteExpired, { alone: true }) // it meets all who take orders
      .then(() => finishMoves(write))
      .then(sweep)
      .then(() => spool.clear())
      .catch((error: unknown) => app.log.warn({ err: error }, 'housekeeping failed'))
  }
  const sweep = async () => {
    const swept = app.objects ? await sweepPictures(app.db, app.objects) : 0
    if (swept > 0) app.log.info({ swept }, 'pictures that no row speaks of were deleted')
  }
  // Only on a listening server: the first response does not wait for it.
  app.addHook('onListen', async () => {
    clean()
    timer = setInterval(clean, DAY_MS).unref()
  })
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await cleaning
  })
}

export default fp(housekeeping, { name: 'housekeeping', dependencies: ['database', 'objects'] })

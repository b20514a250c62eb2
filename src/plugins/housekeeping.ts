// Once a day, and at every start: forgets what nobody will ask for again, and tidies what grew.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Transaction } from '../db/database.ts'
import { change, SYSTEM } from '../services/change.ts'
import { forgetOldKeys } from '../services/idempotency.ts'
import { foldOrderSums } from '../services/order-totals.ts'
import { sweepPictures } from '../services/picture-sweep.ts'
import { forgetOldSessions } from '../services/sessions.ts'
import { forgetOldTries } from '../services/sign-in-tries.ts'
import { spoolIn } from '../services/spool.ts'

const DAY_MS = 86_400_000

async function tidy(tx: Transaction): Promise<void> {
  const now = change(tx, SYSTEM)
  await forgetOldKeys(now)
  await forgetOldSessions(now)
  await forgetOldTries(now)
  await foldOrderSums(now)
}

async function housekeeping(app: FastifyInstance) {
  let timer: NodeJS.Timeout | undefined
  let cleaning = Promise.resolve()
  const spool = spoolIn(app.config.dataDir)

  const clean = () => {
    cleaning = app.db
      .write(tidy, { alone: true }) // it meets all who take orders
      .then(sweep)
      .then(() => spool.clear())
      .catch((error: unknown) => app.log.warn({ err: error }, 'housekeeping failed'))
  }
  const sweep = async () => {
    const swept = app.objects ? await sweepPictures(app.db, app.objects) : 0
    if (swept > 0) app.log.info({ swept }, 'pictures that no row speaks of were deleted')
  }
  // Only where the shop is really open, and not before: the first answer does not wait for it.
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

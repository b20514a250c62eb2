// /admin/money/cash-sheet: the money of a day, to be counted against the till and printed.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { CashSheetQuery } from '../../schemas/payment-lists.ts'
import { STAFF } from '../../schemas/roles.ts'
import { cashSheet } from '../../services/cash-sheet.ts'
import { findSettings } from '../../services/settings.ts'
import { addDays, today } from '../../services/shop-time.ts'
import { pageQuery, urlOf } from './queries.ts'

const PATH = '/admin/money/cash-sheet'

const sheet: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { roles: STAFF } }, async (request, reply) => {
    const db = await app.db.forLists()
    const { timeZone } = await findSettings(db)
    const now = today(timeZone)
    const { day = now } = pageQuery(CashSheetQuery, request.query)
    return reply.page('money/cash-sheet', {
      title: 'Cash sheet',
      sheet: await cashSheet(db, day),
      today: now,
      links: {
        previous: urlOf(PATH, { day: addDays(day, -1) }),
        next: day < now ? urlOf(PATH, { day: addDays(day, 1) }) : null,
      },
    })
  })
}

export default sheet

// Cash sheet page: a day's payments by method, to compare with the till and print: /admin/money/cash-sheet.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { addDays, today } from '../../../lib/time/shop-time.ts'
import { CashSheetQuery } from '../../../schemas/money/payments.ts'
import { cashSheet } from '../../../services/money/cash-sheet.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { pageQuery, urlOf } from '../queries.ts'

const PATH = '/admin/money/cash-sheet'

const sheet: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { permission: 'reports.money' } }, async (request, reply) => {
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

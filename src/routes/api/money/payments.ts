// Payments, cash sheet and balances of the whole shop: /api/payments, /api/cash-sheet, /api/customers/owing.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { today } from '../../../lib/time/shop-time.ts'
import { Amount, ListOf, ref } from '../../../schemas/common.ts'
import {
  CashSheetJson,
  CashSheetQuery,
  LedgerRowJson,
  OwingJson,
  OwingQuery,
  PaymentQuery,
} from '../../../schemas/money/payments.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { cashSheet, type Flow } from '../../../services/money/cash-sheet.ts'
import { listOwing, totalOwing } from '../../../services/money/owing.ts'
import { type LedgerRow, listLedger, totalLedger } from '../../../services/money/payments.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { paymentJson } from '../orders/json.ts'
import { readingOf } from '../orders/reading.ts'
import { listAnswer } from '../respond.ts'

const tags = ['Payments']
const config = { permission: 'reports.money' } as const

const payments: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/payments', {
    config,
    schema: {
      tags,
      summary: 'List the payments of all orders, newest first',
      operationId: 'listPayments',
      querystring: PaymentQuery,
      response: answers({ 200: ListOf(ref(LedgerRowJson)) }),
    },
    handler: async (request, reply) => {
      const { query } = request
      const db = await app.db.forLists()
      const page = await listLedger(db, query)
      const total = query.total ? (await totalLedger(db, query)).rows : undefined
      const { currency } = await readingOf(request)
      return listAnswer(reply, page, (row) => ledgerRowJson(row, currency), total)
    },
  })

  app.get('/api/cash-sheet', {
    config,
    schema: {
      tags,
      summary: 'All money of a day: in, out, by way to pay and by person',
      description:
        'A reversal moves no money: it is neither in nor out but in `corrected`, on the day of the reversal, so the sheet of a day that is over does not change.',
      operationId: 'getCashSheet',
      querystring: CashSheetQuery,
      response: answers({ 200: ref(CashSheetJson) }),
    },
    handler: async (request) => {
      const db = await app.db.forLists()
      const { currency, timeZone } = await findSettings(db)
      const sheet = await cashSheet(db, request.query.day ?? today(timeZone))
      return {
        ...sheet,
        currency,
        ...flowJson(sheet, currency),
        byMethod: sheet.byMethod.map((row) => ({ ...row, ...flowJson(row, currency) })),
        byPerson: sheet.byPerson.map((row) => ({ ...row, ...flowJson(row, currency) })),
        rows: sheet.rows.map((row) => ledgerRowJson(row, currency)),
      }
    },
  })

  app.get('/api/customers/owing', {
    config,
    schema: {
      tags,
      summary: 'Who owes what',
      description:
        'Customers with orders that are neither cancelled nor archived and `unpaid` or `partial`. `totalBalance` is what all of them owe.',
      operationId: 'listOwing',
      querystring: OwingQuery,
      response: answers({
        200: Type.Object({ ...ListOf(ref(OwingJson)).properties, totalBalance: Amount }),
      }),
    },
    handler: async (request, reply) => {
      const { query } = request
      const db = await app.db.forLists()
      const page = await listOwing(db, query)
      const { customers, balance } = await totalOwing(db)
      const { currency } = await readingOf(request)
      const list = listAnswer(
        reply,
        page,
        (owing) => ({ ...owing, balance: formatAmount(owing.balance, currency) }),
        query.total ? customers : undefined,
      )
      return { ...list, totalBalance: formatAmount(balance, currency) }
    },
  })
}

const ledgerRowJson = (row: LedgerRow, currency: string) => ({
  ...row,
  ...paymentJson(row, currency),
})

const flowJson = (flow: Flow, currency: string) => ({
  in: formatAmount(flow.in, currency),
  out: formatAmount(flow.out, currency),
  corrected: formatAmount(flow.corrected, currency),
  net: formatAmount(flow.net, currency),
})

export default payments

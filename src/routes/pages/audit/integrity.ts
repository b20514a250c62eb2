// Integrity check page: /admin/integrity.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { checkIntegrity, type IntegrityReport } from '../../../services/audit/integrity.ts'
import type { ShownReport } from '../../../views/contexts/audit.ts'

const PATH = '/admin/integrity'
const config = { permission: 'system.read' } as const

const integrity: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, (_request, reply) => integrityPage(reply, null))

  // A POST, because following a link must not start a scan of all tables.
  app.post(PATH, { config }, async (_request, reply) => {
    const report = await checkIntegrity(app.db)
    return integrityPage(reply, { ...report, problems: report.problems.map(problemRow) })
  })
}

const integrityPage = (reply: FastifyReply, report: ShownReport | null) =>
  reply.page(
    'audit/integrity/index',
    { title: 'Check records', report, at: new Date().toISOString() },
    'audit/integrity/_report',
  )

const TABLE_LABELS: Record<string, string> = {
  orders: 'Order',
  order_items: 'Item',
  payments: 'Payment',
  events: 'Event log',
  event_chain: 'Event log',
  counters: 'Order numbers',
  customer_sums: 'Customer balances',
  variants: 'Stock',
}

function problemRow({ table, id, orderNumber, detail }: IntegrityReport['problems'][number]) {
  return {
    where: TABLE_LABELS[table] ?? `Table ${table}`,
    row: id === null ? table : `${table}, row ${id}`,
    orderNumber: orderNumber ?? null,
    detail,
  }
}

export default integrity

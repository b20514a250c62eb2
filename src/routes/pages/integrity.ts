// /admin/integrity: the owner has the books checked, and reads in plain words what was found.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { ADMIN } from '../../schemas/roles.ts'
import { checkIntegrity, type IntegrityReport } from '../../services/integrity.ts'

const PATH = '/admin/integrity'
const config = { roles: ADMIN }

const integrity: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, (_request, reply) => integrityPage(reply, null))

  // By a button, and so by POST: nobody should start so much reading by following a link.
  app.post(PATH, { config }, async (_request, reply) => {
    const report = await checkIntegrity(app.db)
    return integrityPage(reply, { ...report, problems: report.problems.map(told) })
  })
}

const integrityPage = (reply: FastifyReply, report: object | null) =>
  reply.page(
    'integrity/index',
    { title: 'Check the books', report, at: new Date().toISOString() },
    'integrity/_report',
  )

const PLACES: Record<string, string> = {
  orders: 'Order',
  order_items: 'Item',
  payments: 'Payment',
  events: 'Event log',
  event_chain: 'Event log',
  counters: 'Order numbers',
}

function told({ table, id, orderNumber, detail }: IntegrityReport['problems'][number]) {
  return {
    where: PLACES[table] ?? `Table ${table}`,
    row: id === null ? table : `${table}, row ${id}`,
    orderNumber: orderNumber ?? null,
    detail,
  }
}

export default integrity

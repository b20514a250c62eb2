// What is printed of an order: the ticket that hangs on the garment, and the receipt that the customer takes.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import { linkTo } from '../../plugins/origin.ts'
import { IdParams, OneOf } from '../../schemas/common.ts'
import { STAFF } from '../../schemas/roles.ts'
import type { Order } from '../../services/order-types.ts'
import { getOrder } from '../../services/orders.ts'
import { qrCodeUrl } from '../../services/qr-code.ts'
import { pageQuery } from './queries.ts'

const PAPERS = ['80mm', 'a4'] as const
const PrintQuery = Type.Object(
  { paper: Type.Optional(OneOf(PAPERS)) },
  { additionalProperties: false },
)
type PrintQuery = Static<typeof PrintQuery>

const options = { config: { roles: STAFF }, schema: { params: IdParams } }

const orderPrint: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/orders/:id/ticket', options, async (request, reply) => {
    const order = await getOrder(app.db, request.params.id)
    const query = pageQuery(PrintQuery, request.query)
    return printed(reply, order, query, { kind: 'ticket', link: `/admin/orders/${order.id}` })
  })

  app.get('/admin/orders/:id/receipt', options, async (request, reply) => {
    const order = await getOrder(app.db, request.params.id)
    const query = pageQuery(PrintQuery, request.query)
    const { trackingToken } = order
    const link = trackingToken && `/track-order/${trackingToken}`
    return printed(reply, order, query, { kind: 'receipt', link })
  })
}

interface Print {
  kind: 'ticket' | 'receipt'
  /** What the code on the paper opens; null for none. */
  link: string | null
}

async function printed(
  reply: FastifyReply,
  order: Order,
  query: PrintQuery,
  { kind, link }: Print,
) {
  return reply.page(`orders/${kind}`, {
    title: `${kind === 'ticket' ? 'Ticket' : 'Receipt'} ${order.number}`,
    order,
    kind,
    paper: query.paper ?? '80mm',
    papers: PAPERS,
    code: link && (await qrCodeUrl(linkTo(reply.request, link))),
  })
}

export default orderPrint

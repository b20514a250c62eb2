// Print pages of an order: the ticket for the garment and the receipt for the customer.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import { qrCodeUrl } from '../../../lib/qr-code.ts'
import { linkTo } from '../../../plugins/requests/origin.ts'
import { IdParams, OneOf } from '../../../schemas/common.ts'
import { getOrder } from '../../../services/orders/read.ts'
import type { Order } from '../../../services/orders/types.ts'
import { pageQuery } from '../queries.ts'

const PAPERS = ['80mm', '58mm', 'a4'] as const
const PrintQuery = Type.Object(
  { paper: Type.Optional(OneOf(PAPERS)) },
  { additionalProperties: false },
)
type PrintQuery = Static<typeof PrintQuery>

const LABELS: Record<(typeof PAPERS)[number], string> = {
  '80mm': '80 mm',
  '58mm': '58 mm',
  a4: 'A4',
}

const options = { config: { permission: 'orders.read' } as const, schema: { params: IdParams } }

const orderPrint: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/orders/:id/ticket', options, async (request, reply) => {
    const order = await getOrder(app.db, request.params.id)
    const query = pageQuery(PrintQuery, request.query)
    return printPage(reply, order, query, { kind: 'ticket', link: `/admin/orders/${order.id}` })
  })

  app.get('/admin/orders/:id/receipt', options, async (request, reply) => {
    const order = await getOrder(app.db, request.params.id)
    const query = pageQuery(PrintQuery, request.query)
    const { trackingToken } = order
    const link = trackingToken && `/track-order/${trackingToken}`
    return printPage(reply, order, query, { kind: 'receipt', link })
  })
}

interface Print {
  kind: 'ticket' | 'receipt'
  /** Target of the QR code; null for none. */
  link: string | null
}

async function printPage(
  reply: FastifyReply,
  order: Order,
  query: PrintQuery,
  { kind, link }: Print,
) {
  const heading = receiptHeading(order)
  return reply.page(`orders/print/${kind}`, {
    title: kind === 'ticket' ? `Ticket ${order.number}` : heading,
    heading,
    order,
    kind,
    paper: query.paper ?? '80mm',
    papers: PAPERS.map((name) => ({ name, label: LABELS[name] })),
    code: link && (await qrCodeUrl(await linkTo(reply.request, link))),
  })
}

/** Heading of the customer's print-out: an order confirmation until money was taken. */
function receiptHeading({ status, number, payments }: Order): string {
  if (status === 'cancelled') return `Cancelled: order ${number}`
  const isPaid = payments.some((row) => row.reversesId === null && row.reversedById === null)
  return isPaid || status === 'completed'
    ? `Receipt for order ${number}`
    : `Order confirmation ${number}`
}

export default orderPrint

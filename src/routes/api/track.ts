// /api/track/{token}: an order by its link, for anybody who has it.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Amount, Nullable, Timestamp } from '../../schemas/common.ts'
import { OrderStatus } from '../../schemas/order-status.ts'
import { answers } from '../../schemas/problems.ts'
import { formatAmount } from '../../services/money.ts'
import { refundDueOf } from '../../services/order-cancellation.ts'
import { findSettings } from '../../services/settings.ts'
import { getTrackedOrder } from '../../services/tracking.ts'

export const TokenParams = Type.Object(
  {
    token: Type.String({
      minLength: 16,
      maxLength: 64,
      pattern: '^[\\w-]+$',
      description: '`trackingToken` of the order',
    }),
  },
  { additionalProperties: false },
)

const Tracked = Type.Object({
  number: Type.Integer({ examples: [1042] }),
  status: OrderStatus,
  deadline: Nullable(Type.String({ examples: ['2026-12-01'] })),
  items: Type.Array(Type.Object({ itemName: Type.String(), quantity: Type.Integer() })),
  images: Type.Array(
    Type.Object({
      url: Type.String({ description: 'JPEG, for everybody who has the link' }),
      thumbnailUrl: Type.String(),
      width: Type.Integer(),
      height: Type.Integer(),
    }),
    { description: 'The photos that the shop chose to share' },
  ),
  totalAmount: Amount,
  balance: Amount,
  retainedAmount: { ...Amount, description: 'What is kept of the payments of a cancelled order' },
  refundDue: { ...Amount, description: 'What of them is still to be given back' },
  currency: Type.String({ examples: ['EUR'] }),
  shop: Type.String({ description: 'The name of the shop' }),
  updatedAt: Timestamp,
})

const track: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/track/:token', {
    config: { roles: 'public' },
    schema: {
      tags: ['Tracking'],
      summary: 'Follow an order by its link',
      description: 'No names, phone numbers, addresses or notes: only how far the order is.',
      operationId: 'trackOrder',
      params: TokenParams,
      response: answers({ 200: Tracked }, [404]),
    },
    handler: async ({ params }, reply) => {
      const tracked = await getTrackedOrder(app.db, params.token)
      const { id, dueAt, totalAmount, balance, paidAmount, retainedAmount, ...order } = tracked
      const { name, currency } = await findSettings(app.db)
      reply.header('referrer-policy', 'no-referrer')
      return {
        ...order,
        images: order.images.map((image) => sharedImage(params.token, image)),
        totalAmount: formatAmount(totalAmount, currency),
        balance: formatAmount(balance, currency),
        retainedAmount: formatAmount(retainedAmount, currency),
        refundDue: formatAmount(refundDueOf(tracked), currency),
        currency,
        shop: name,
      }
    },
  })
}

/** A shared photo under the token, which is the only key that its reader has. */
export function sharedImage(token: string, image: { id: number; width: number; height: number }) {
  const url = `/track-order/${token}/images/${image.id}`
  const { width, height } = image
  return { url, thumbnailUrl: `${url}?size=thumb`, width, height }
}

export default track

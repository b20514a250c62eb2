// Public view of an order by its tracking token: /api/track/{token}.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { formatAmount } from '../../../../lib/money/amounts.ts'
import { TokenParams, TrackedOrderJson } from '../../../../schemas/orders/tracking.ts'
import { answers } from '../../../../schemas/problems/details.ts'
import { refundDueOf } from '../../../../services/orders/cancellation.ts'
import { getTrackedOrder } from '../../../../services/orders/tracking/view.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { sharedPhoto } from '../../../shared/tracking-photos.ts'

const track: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/track/:token', {
    config: { permission: 'public' },
    schema: {
      tags: ['Tracking'],
      summary: 'Follow an order by its link',
      description: 'No names, phone numbers, addresses or notes: only how far the order is.',
      operationId: 'trackOrder',
      params: TokenParams,
      response: answers({ 200: TrackedOrderJson }, [404]),
    },
    handler: async ({ params }, reply) => {
      const tracked = await getTrackedOrder(app.db, params.token)
      const { id, dueAt, totalAmount, balance, paidAmount, retainedAmount, ...order } = tracked
      const { name, currency } = await findSettings(app.db)
      reply.header('referrer-policy', 'no-referrer')
      return {
        ...order,
        images: order.images.map((image) => sharedPhoto(params.token, image)),
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

export default track

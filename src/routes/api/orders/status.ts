// Status change of an order: /api/orders/{id}/status.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ref } from '../../../schemas/common.ts'
import { StatusInput } from '../../../schemas/orders/index.ts'
import { OrderJson } from '../../../schemas/orders/json.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { setOrderStatus } from '../../../services/orders/status.ts'
import { ifMatch, withETag } from '../respond.ts'
import { orderJson } from './json.ts'
import { readingOf } from './reading.ts'

const orderStatus: FastifyPluginAsyncTypebox = async (app) => {
  for (const method of ['PUT', 'PATCH'] as const) {
    app.route({
      method,
      url: '/api/orders/:id/status',
      config: { permission: 'orders.move' },
      schema: {
        tags: ['Orders'],
        summary: 'Move an order, or settle what is owed',
        description:
          'Give `status`, `paymentStatus` or both; they are set together or not at all, and the same again changes nothing. `pending` may become `in_progress`, that `ready`, that `completed` or again `in_progress`; what is not completed may be `cancelled`, and that `pending` again. Any other move is 409 `illegal_transition`, with the legal ones in `allowed`. `paymentStatus: "paid"` records a cash payment of the balance; any other must already be what the payments say, or it is 409 `ledger_contradicts`. Where the shop wants it so, work does not start while some of the deposit is missing (409 `deposit_required` with `missingDeposit`), and a garment is not handed over while something is owed (409 `balance_due` with `balance`); whoever has `orders.override` passes with an `overrideReason`, from others it is 403 `override_forbidden`. What is cancelled may keep a fee: `retainedAmount`, which can be changed later by sending `cancelled` with it again; `refundDue` says what is to be given back. `paymentStatus` keeps saying what the payments are: `partial` or `paid` while money is kept, `refunded` when all of it went back.',
        operationId: method === 'PUT' ? 'putOrderStatus' : 'patchOrderStatus',
        params: IdParams,
        body: ref(StatusInput),
        response: answers({ 200: ref(OrderJson) }, [403, 404, 409, 412, 422]),
      },
      handler: async (request, reply) => {
        const { params, body } = request
        const version = ifMatch(request)
        const order = await request.change((change) =>
          setOrderStatus(change, params.id, body, version),
        )
        return withETag(reply, orderJson(order, await readingOf(request)))
      },
    })
  }
}

export default orderStatus

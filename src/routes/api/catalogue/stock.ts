// Stock of a variant: /api/variants/{id}/movements and /api/variants/{id}/holds.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  HoldJson,
  HoldQuery,
  MovementInput,
  MovementJson,
  MovementQuery,
  StockParams,
} from '../../../schemas/catalogue/stock.ts'
import { Variant } from '../../../schemas/catalogue/variants.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import { countHolds, pageHolds } from '../../../services/catalogue/stock/hold-rows.ts'
import { releaseHold } from '../../../services/catalogue/stock/holds.ts'
import {
  countMovements,
  moveStock,
  pageMovements,
} from '../../../services/catalogue/stock/movements.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { listAnswer } from '../respond.ts'
import { holdJson, movementJson, variantJson } from './json.ts'

const tags = ['Stock']
const reading = { permission: 'products.read' } as const
const writing = { permission: 'stock.write' } as const

const stock: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/variants/:id/movements', {
    config: reading,
    schema: {
      tags,
      summary: 'List what changed the stock of a variant',
      description: 'The newest first. Stock is always the sum of its movements.',
      operationId: 'listMovements',
      params: IdParams,
      querystring: MovementQuery,
      response: answers({ 200: ListOf(ref(MovementJson)) }, [404]),
    },
    handler: async ({ params, query }, reply) => {
      const page = await pageMovements(app.db, params.id, query)
      const total = query.total ? await countMovements(app.db, params.id) : undefined
      return listAnswer(reply, page, movementJson, total)
    },
  })

  app.post('/api/variants/:id/movements', {
    config: writing,
    schema: {
      tags,
      summary: 'Receive, correct or take away stock',
      description:
        'Answers the variant with its new stock. What buyers keep cannot be taken away: 409 `stock_reserved`, with `available` and the `holds`.',
      operationId: 'createMovement',
      params: IdParams,
      body: ref(MovementInput),
      response: answers({ 201: ref(Variant) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const variant = await request.once((change) => moveStock(change, params.id, body))
      const { currency } = await findSettings(app.db)
      reply.code(201)
      return variantJson(variant, { currency, reading: 'staff' })
    },
  })

  app.get('/api/variants/:id/holds', {
    config: reading,
    schema: {
      tags,
      summary: 'List what buyers keep, and kept, of a variant',
      description: 'The newest first. One whose `expiresAt` has passed keeps nothing any more.',
      operationId: 'listHolds',
      params: IdParams,
      querystring: HoldQuery,
      response: answers({ 200: ListOf(ref(HoldJson)) }, [404]),
    },
    handler: async ({ params, query }, reply) => {
      const which = { variantId: params.id, ...(query.state && { state: query.state }) }
      const page = await pageHolds(app.db, which, query)
      const total = query.total ? await countHolds(app.db, which) : undefined
      return listAnswer(reply, page, holdJson, total)
    },
  })

  app.delete('/api/variants/:id/holds/:holdId', {
    config: writing,
    schema: {
      tags,
      summary: 'Release what a buyer keeps',
      description: 'Others can buy it at once. A hold that is not active stays as it is.',
      operationId: 'releaseHold',
      params: StockParams,
      response: answers({ 204: Nothing }, [404]),
    },
    handler: async (request, reply) => {
      const { id, holdId } = request.params
      await request.change((change) => releaseHold(change, id, holdId))
      return reply.code(204).send(null)
    },
  })
}

export default stock

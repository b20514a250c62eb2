// Counts of stock: /api/stock-counts.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  CountInput,
  CountJson,
  CountLineInput,
  CountLineJson,
  CountLineParams,
  CountQuery,
  PostInput,
} from '../../../schemas/catalogue/stock.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import {
  type Count,
  countCounts,
  getCount,
  listCountLines,
  listCounts,
} from '../../../services/catalogue/stock/count-rows.ts'
import {
  cancelCount,
  enterLine,
  openCount,
  postCount,
  removeLine,
} from '../../../services/catalogue/stock/counts.ts'
import { listAnswer, withETag } from '../respond.ts'
import { countJson, countLineJson } from './json.ts'

const tags = ['Stock']
const reading = { permission: 'products.read' } as const
const writing = { permission: 'stock.write' } as const
const CLOSED = 'A count that is posted or cancelled stays as it is: 409 `count_closed`.'

const counts: FastifyPluginAsyncTypebox = async (app) => {
  const lines = async (count: Count) => ({
    data: (await listCountLines(app.db, count.id)).map((line) => countLineJson(line, count)),
  })
  const Lines = Type.Object({ data: Type.Array(ref(CountLineJson)) })

  app.get('/api/stock-counts', {
    config: reading,
    schema: {
      tags,
      summary: 'List counts of stock',
      description: 'The newest first.',
      operationId: 'listStockCounts',
      querystring: CountQuery,
      response: answers({ 200: ListOf(ref(CountJson)) }),
    },
    handler: async ({ query }, reply) => {
      const db = await app.db.forLists()
      const page = await listCounts(db, query)
      const total = query.total ? await countCounts(db, query.state) : undefined
      return listAnswer(reply, page, countJson, total)
    },
  })

  app.post('/api/stock-counts', {
    config: writing,
    schema: {
      tags,
      summary: 'Begin a count of stock',
      operationId: 'createStockCount',
      body: ref(CountInput),
      response: answers({ 201: ref(CountJson) }, [422]),
    },
    handler: async (request, reply) => {
      const opened = await request.once((change) => openCount(change, request.body))
      reply.code(201).header('location', `/api/stock-counts/${opened.id}`)
      return withETag(reply, countJson(opened))
    },
  })

  app.get('/api/stock-counts/:id', {
    config: reading,
    schema: {
      tags,
      summary: 'Get a count of stock',
      operationId: 'getStockCount',
      params: IdParams,
      response: answers({ 200: ref(CountJson) }, [404]),
    },
    handler: async ({ params }, reply) =>
      withETag(reply, countJson(await getCount(app.db, params.id))),
  })

  app.delete('/api/stock-counts/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Cancel a count of stock',
      description: 'No stock changes. One that is posted stays so: 409 `count_closed`.',
      operationId: 'deleteStockCount',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 409]),
    },
    handler: async (request, reply) => {
      await request.change((change) => cancelCount(change, request.params.id))
      return reply.code(204).send(null)
    },
  })

  app.get('/api/stock-counts/:id/lines', {
    config: reading,
    schema: {
      tags,
      summary: 'List what was counted',
      description: 'All lines, in the order in which they were entered.',
      operationId: 'listStockCountLines',
      params: IdParams,
      response: answers({ 200: Lines }, [404]),
    },
    handler: async ({ params }) => lines(await getCount(app.db, params.id)),
  })

  app.put('/api/stock-counts/:id/lines', {
    config: writing,
    schema: {
      tags,
      summary: 'Enter what was counted of a variant',
      description: `A second time replaces it. Answers all lines. ${CLOSED}`,
      operationId: 'putStockCountLine',
      params: IdParams,
      body: ref(CountLineInput),
      response: answers({ 200: Lines }, [404, 409, 422]),
    },
    handler: async (request) => {
      const { params, body } = request
      return lines(await request.change((change) => enterLine(change, params.id, body)))
    },
  })

  app.delete('/api/stock-counts/:id/lines/:variantId', {
    config: writing,
    schema: {
      tags,
      summary: 'Take a variant out of a count',
      description: `One that was not counted changes nothing. ${CLOSED}`,
      operationId: 'deleteStockCountLine',
      params: CountLineParams,
      response: answers({ 204: Nothing }, [404, 409]),
    },
    handler: async (request, reply) => {
      const { id, variantId } = request.params
      await request.change((change) => removeLine(change, id, variantId))
      return reply.code(204).send(null)
    },
  })

  app.post('/api/stock-counts/:id/post', {
    config: writing,
    schema: {
      tags,
      summary: 'Post the differences of a count',
      description:
        'Each difference is to the stock at the moment of counting, so what was sold since stays sold. Less than buyers keep is 409 `count_below_holds`, with the `holds`: wait, or release them with `release`. A count that is posted stays as it is.',
      operationId: 'postStockCount',
      params: IdParams,
      body: ref(PostInput),
      response: answers({ 200: ref(CountJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const posted = await request.once((change) => postCount(change, params.id, body.release))
      return withETag(reply, countJson(posted))
    },
  })
}

export default counts

// Assigned work of the API: /api/work, the orders of whoever asks, without money.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import {
  type WorkJson,
  WorkJson as WorkJsonSchema,
  WorkQuery,
  WorkStatusInput,
  type WorkSummaryJson,
  WorkSummaryJson as WorkSummarySchema,
} from '../../../schemas/orders/work.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { callerOf } from '../../../services/access/callers.ts'
import { isOverdue, type OrderImage } from '../../../services/orders/types.ts'
import {
  countWork,
  getWork,
  listWork,
  type WorkOrder,
  type WorkSummary,
} from '../../../services/orders/work/index.ts'
import { moveWork } from '../../../services/orders/work/moves.ts'
import { ifMatch, listAnswer, withETag } from '../respond.ts'

const tags = ['Work']

const work: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/work', {
    config: { permission: 'work.read' },
    schema: {
      tags,
      summary: 'List the orders assigned to you',
      description:
        'Those of the employee of the account, by deadline: pending, in progress and ready unless `status` says otherwise. Without prices, payments and the phone number of the customer. An account without an employee has none, nor has an API key.',
      operationId: 'listWork',
      querystring: WorkQuery,
      response: answers({ 200: ListOf(ref(WorkSummarySchema)) }),
    },
    handler: async (request, reply) => {
      const { query } = request
      const maker = callerOf(request)
      const db = await app.db.forLists()
      const page = await listWork(db, query, maker)
      const total = query.total ? await countWork(db, query, maker) : undefined
      return listAnswer(reply, page, summaryJson, total)
    },
  })

  app.get('/api/work/:id', {
    config: { permission: 'work.read' },
    schema: {
      tags,
      summary: 'Get an order assigned to you, with its items and photos',
      operationId: 'getWork',
      params: IdParams,
      response: answers({ 200: ref(WorkJsonSchema) }, [404]),
    },
    handler: async (request, reply) =>
      withETag(reply, workJson(await getWork(app.db, request.params.id, callerOf(request)))),
  })

  app.put('/api/work/:id/status', {
    config: { permission: 'work.write' },
    schema: {
      tags,
      summary: 'Start or finish the work',
      description:
        '`pending` may become `in_progress`, that `ready`, and that `in_progress` again; any other move is 409 `illegal_transition` with the legal ones in `allowed`. Where the shop wants a deposit first, it is 409 `deposit_required` until it is paid.',
      operationId: 'putWorkStatus',
      params: IdParams,
      body: ref(WorkStatusInput),
      response: answers({ 200: ref(WorkJsonSchema) }, [404, 409, 412, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const version = ifMatch(request)
      const moved = await request.change((change) =>
        moveWork(change, params.id, body.status, callerOf(request), version),
      )
      return withETag(reply, workJson(moved))
    },
  })
}

function summaryJson(order: WorkSummary): WorkSummaryJson {
  const { customerName, dueAt, ...fields } = order
  return { ...fields, customer: { name: customerName }, overdue: isOverdue({ dueAt, ...fields }) }
}

const workJson = ({ items, images, ...summary }: WorkOrder): WorkJson & { version: number } => ({
  ...summaryJson(summary),
  items: items.map(({ orderId, ...item }) => item),
  images: images.map(workImageJson),
})

export function workImageJson({ id, orderId, width, height, createdAt }: OrderImage) {
  const url = `/api/work/${orderId}/images/${id}`
  return { id, url, thumbnailUrl: `${url}?size=thumb`, width, height, createdAt }
}

export default work

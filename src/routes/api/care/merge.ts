// Merge of two customers of the API: /api/customers/{id}/merge.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ref } from '../../../schemas/common.ts'
import { Customer, MergeInput } from '../../../schemas/people/customers.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { mergeRecords } from '../../../services/care/merge/index.ts'
import { writesOf } from '../../shared/writes.ts'
import { ifMatch, withETag } from '../respond.ts'

const merge: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/api/customers/:id/merge', {
    config: { permission: 'customers.merge' },
    schema: {
      tags: ['Customers'],
      summary: 'Merge another record of the same customer into this one',
      description:
        'Orders, the account, and notes of `from` come over; fields that this record lacks are filled. `from` is archived, and its `mergedInto` is this record. The event `customer.merged` can be undone for ten minutes (`POST /api/undos`). Two customers who both have an account are 409 `two_accounts`.',
      operationId: 'mergeCustomers',
      params: IdParams,
      body: ref(MergeInput),
      response: answers({ 200: ref(Customer) }, [404, 409, 412, 422]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const version = ifMatch(request)
      const { from } = request.body
      const merged = await mergeRecords(writesOf(request), id, from, version)
      return withETag(reply, merged)
    },
  })
}

export default merge

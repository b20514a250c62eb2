// Consent of the API: whether the shop may write about offers and news to whoever asks. /api/users/me/consent.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ref } from '../../../schemas/common.ts'
import {
  ConsentInput,
  type OwnConsent,
  OwnConsent as Shape,
} from '../../../schemas/people/consent.ts'
import type { Customer } from '../../../schemas/people/customers.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { getOwnCustomer, setOwnConsent } from '../../../services/care/consent.ts'
import { consentsIn } from '../../../services/people/customers/consent.ts'
import { ifMatch, withETag } from '../respond.ts'

const tags = ['Users']
const config = { permission: 'account' } as const

const consent: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/users/me/consent', {
    config,
    schema: {
      tags,
      summary: 'See whether the shop may write to you about offers and news',
      description: 'Of customers; an account that belongs to no customer is 404.',
      operationId: 'getOwnConsent',
      response: answers({ 200: ref(Shape) }, [404]),
    },
    handler: async (request, reply) =>
      withETag(reply, consentOf(await getOwnCustomer(app.db, viewerOf(request).id))),
  })

  app.put('/api/users/me/consent', {
    config,
    schema: {
      tags,
      summary: 'Say whether the shop may write to you about offers and news',
      description:
        'By e-mail and by text message. Messages about your own orders come in any case. An account that belongs to no customer is 404.',
      operationId: 'updateOwnConsent',
      body: ref(ConsentInput),
      response: answers({ 200: ref(Shape) }, [404, 412, 422]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      const { id } = viewerOf(request)
      const customer = await request.change((change) =>
        setOwnConsent(change, id, request.body, version),
      )
      return withETag(reply, consentOf(customer))
    },
  })
}

const consentOf = (customer: Customer): OwnConsent => ({
  ...consentsIn(customer),
  version: customer.version,
})

export default consent

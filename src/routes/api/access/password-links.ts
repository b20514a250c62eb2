// One-time password links of the API: /api/users/{id}/password-link.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { linkTo } from '../../../plugins/requests/origin.ts'
import { PasswordLinkJson } from '../../../schemas/access/password-links.ts'
import { IdParams, ref } from '../../../schemas/common.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { createPasswordLink } from '../../../services/access/passwords/links.ts'

const passwordLinks: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/api/users/:id/password-link', {
    config: { permission: 'users.write' },
    schema: {
      tags: ['Users'],
      summary: 'Make a one-time link that sets a new password',
      description:
        'For somebody who forgot theirs; customers, too. It is valid once, for 24 hours, and not any more when another is made or the password is changed. Setting the password signs all devices out. Not for somebody with more rights: 403 `more_rights`. The answer is not stored, so it takes no idempotency key.',
      operationId: 'createPasswordLink',
      params: IdParams,
      response: answers({ 201: ref(PasswordLinkJson) }, [404]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const { path, expiresAt } = await request.change((change) => createPasswordLink(change, id))
      return reply.code(201).send({ url: await linkTo(request, path), expiresAt })
    },
  })
}

export default passwordLinks

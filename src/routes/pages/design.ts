// /admin/design: every part of the pages in every state, for whoever builds or judges a page.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ADMIN } from '../../schemas/roles.ts'

const design: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/design', { config: { roles: ADMIN } }, (_request, reply) =>
    reply.page('design/index', { title: 'Design' }),
  )
}

export default design

// Design system page with every component in every state, for developers: /admin/design.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { shopMarks } from '../../../lib/money/number-separators.ts'

/** Currency format of the sample amounts. */
const MARKS = JSON.stringify(shopMarks({ locale: 'en', currency: 'EUR' }))

const design: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/design', { config: { permission: 'settings.write' } }, (_request, reply) =>
    reply.page('site/design/index', { title: 'Design', marks: MARKS }),
  )
}

export default design

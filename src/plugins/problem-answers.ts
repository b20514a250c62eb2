// Problems are all written alike, so no route needs a compiled serializer for them: that would be most of a start.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Takes the problems out of the routes' schemas and keeps them for the OpenAPI document. */
async function problemAnswers(app: FastifyInstance) {
  app.addHook('onRoute', (route) => {
    if (!route.schema?.response) return
    const answers = Object.entries(route.schema.response as Record<string, unknown>)
    const isProblem = ([status]: [string, unknown]) => Number(status) >= 400
    route.config = { ...route.config, problems: Object.fromEntries(answers.filter(isProblem)) }
    const good = answers.filter((answer) => !isProblem(answer))
    route.schema = { ...route.schema, response: Object.fromEntries(good) }
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The problems that the route's schema names, by status: for the document. */
    problems?: Record<string, unknown>
  }
}

export default fp(problemAnswers, { name: 'problem-answers' })

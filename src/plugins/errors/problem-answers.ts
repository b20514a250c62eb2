// Problem responses share one serializer: compiling one for each route would be most of a start.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Removes the problems from the routes' schemas and keeps them for the OpenAPI document. */
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
    /** Problems of the route's schema, by status, for the OpenAPI document. */
    problems?: Record<string, unknown>
  }
}

export default fp(problemAnswers, { name: 'problem-answers' })

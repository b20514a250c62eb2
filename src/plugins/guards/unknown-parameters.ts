// Unknown query parameters: every API route refuses them, because an ignored one gives a wrong answer.
import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

const NO_PARAMETERS = Type.Object({}, { additionalProperties: false })

/** Gives routes without a query schema one without parameters. */
async function unknownParameters(app: FastifyInstance) {
  app.addHook('onRoute', (route) => {
    if (!isOurs(route.url) || route.schema?.querystring) return
    route.schema = { ...route.schema, querystring: NO_PARAMETERS }
  })
}

/** The page of the API documentation belongs to a library. */
const isOurs = (url: string) => /^\/(api(?!\/docs)|healthz)(\/|$)/.test(url)

export default fp(unknownParameters, { name: 'unknown-parameters' })

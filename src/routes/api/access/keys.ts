// API keys: /api/keys.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { KeyInput, KeyJson, KeyPatch, KeyQuery, NewKeyJson } from '../../../schemas/access/keys.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import { createKey, revokeKey, updateKey } from '../../../services/access/keys/index.ts'
import { readKey } from '../../../services/access/keys/input.ts'
import { type ApiKey, countKeys, getKey, listKeys } from '../../../services/access/keys/read.ts'
import { createKeySecret } from '../../../services/access/keys/secret.ts'
import { limitTexts } from '../../../services/access/roles/index.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { ifMatch, listAnswer, withETag } from '../respond.ts'

const tags = ['Access']
const config = { permission: 'keys.write' } as const
const url = '/api/keys/:id'

const keys: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/keys', {
    config,
    schema: {
      tags,
      summary: 'List API keys, newest first',
      description: 'A key itself is never shown again: `prefix` tells them apart.',
      operationId: 'listKeys',
      querystring: KeyQuery,
      response: answers({ 200: ListOf(ref(KeyJson)) }),
    },
    handler: async ({ query }, reply) => {
      const page = await listKeys(app.db, query)
      const { currency } = await findSettings(app.db)
      const total = query.total ? await countKeys(app.db, query) : undefined
      return listAnswer(reply, page, (key) => jsonOf(key, currency), total)
    },
  })

  app.post('/api/keys', {
    config,
    attachValidation: true,
    schema: {
      tags,
      summary: 'Make an API key',
      description:
        '`key` is shown this once; only its hash is stored. Nobody can give scopes beyond their own: 403 `more_rights`. Its limits for discounts and refunds are those of its maker.',
      operationId: 'createKey',
      body: ref(KeyInput),
      response: answers({ 201: ref(NewKeyJson) }, [409, 422]),
    },
    handler: async (request, reply) => {
      const input = await readBody(request)
      const secret = createKeySecret()
      // Without the key: the answer is stored under the idempotency key.
      const made = await request.once((change) => createKey(change, input, secret))
      const { currency } = await findSettings(app.db)
      const key = request.replayed ? null : secret.key
      reply.code(201).header('location', `/api/keys/${made.id}`)
      return withETag(reply, { ...jsonOf(made, currency), key })
    },
  })

  app.get(url, {
    config,
    schema: {
      tags,
      summary: 'Get an API key',
      description: 'Also a revoked one, which the history names.',
      operationId: 'getKey',
      params: IdParams,
      response: answers({ 200: ref(KeyJson) }, [404]),
    },
    handler: async ({ params }, reply) => {
      const { currency } = await findSettings(app.db)
      return withETag(reply, jsonOf(await getKey(app.db, params.id), currency))
    },
  })

  for (const method of ['PUT', 'PATCH'] as const) {
    app.route({
      method,
      url,
      config,
      attachValidation: true,
      schema: {
        tags,
        summary: 'Change an API key',
        description:
          'Counts for its very next request; open streams end when scopes or addresses change. A revoked one is 409 `key_revoked`.',
        operationId: method === 'PUT' ? 'updateKey' : 'patchKey',
        params: IdParams,
        body: ref(KeyPatch),
        response: answers({ 200: ref(KeyJson) }, [404, 409, 412, 422]),
      },
      handler: async (request, reply) => {
        const patch = await readBody(request)
        const { id } = request.params
        const version = ifMatch(request)
        const key = await request.change((change) => updateKey(change, id, patch, version))
        const { currency } = await findSettings(app.db)
        return withETag(reply, jsonOf(key, currency))
      },
    })
  }

  app.delete(url, {
    config,
    schema: {
      tags,
      summary: 'Revoke an API key',
      description: 'At once and for good: the next request with it is 401, and its streams end.',
      operationId: 'revokeKey',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => revokeKey(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })
}

/** The body of a route with `attachValidation`. */
async function readBody<Body extends object>({ body, validationError, server }: Sent<Body>) {
  const { timeZone } = await findSettings(server.db)
  const read = () => {
    if (validationError) throw validationError
    return body
  }
  return readKey(read, body, timeZone)
}

type Sent<Body> = Pick<FastifyRequest, 'validationError' | 'server'> & { body: Body }

const jsonOf = ({ scopes, limits, ...key }: ApiKey, currency: string): KeyJson => ({
  ...key,
  scopes: [...scopes],
  limits: limitTexts(limits, currency),
})

export default keys

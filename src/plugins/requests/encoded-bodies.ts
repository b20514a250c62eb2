// Compressed request bodies are refused before they are read (RFC 9110, section 15.5.16): a few bytes may become
// gigabytes.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../../lib/errors/refusal.ts'

async function encodedBodies(app: FastifyInstance) {
  app.addHook('onRoute', (route) => {
    const reads = [route.method].flat().every((method) => method === 'GET' || method === 'HEAD')
    if (!reads) route.preParsing = [refuseEncoded, ...[route.preParsing ?? []].flat()]
  })
}

async function refuseEncoded({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const encoding = headers['content-encoding']?.trim()
  if (!encoding || encoding.toLowerCase() === 'identity') return
  reply.header('accept-encoding', 'identity')
  throw ENCODED
}

const ENCODED = new Refusal(
  'unsupported',
  'unsupported_encoding',
  'Send the body as it is, without Content-Encoding: it is not unpacked here. Accepted is: identity.',
)

export default fp(encodedBodies, { name: 'encoded-bodies' })

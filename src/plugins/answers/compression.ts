// Response compression of HTML and JSON; assets are compressed by the build.

import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { Negotiator } from '@fastify/accept-negotiator'
import compress from '@fastify/compress'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

/** Minimum size in bytes: below it the headers outweigh what is saved. */
const THRESHOLD = 1024
/** Up to this size compression is synchronous: a third of a millisecond, where a stream takes six times that. */
const AT_ONCE = 256 * 1024

/** For texts of the size of a page, quality 3 is the knee: 6 % more bytes than 4, in half the time. */
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_LGWIN]: 18 }
const GZIP = { level: 3 }

const COMPRESSIBLE = /^(text\/(?!event-stream)|image\/svg\+xml|application\/([\w.-]+\+)?json)/

async function compression(app: FastifyInstance) {
  const negotiator = new Negotiator({
    supportedValues: ['br', 'gzip', 'identity'],
    cache: new Map(),
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isWhole(payload) || !fits(request, reply, payload)) return done(null, payload)
    const bytes = typeof payload === 'string' ? bytesOf(payload) : payload
    varyByEncoding(reply)
    const encoding = negotiator.negotiate(request.headers['accept-encoding'] ?? 'identity')
    if (encoding !== 'br' && encoding !== 'gzip') return done(null, bytes)
    reply.header('content-encoding', encoding).removeHeader('content-length')
    done(null, encoding === 'br' ? brotli(bytes) : gzipSync(bytes, GZIP))
  })

  // For streams and larger responses.
  await app.register(compress, {
    threshold: THRESHOLD,
    encodings: ['br', 'gzip', 'identity'],
    brotliOptions: { params: BROTLI },
    zlibOptions: GZIP,
  })
}

const isWhole = (payload: unknown): payload is string | Buffer =>
  typeof payload === 'string' || Buffer.isBuffer(payload)

function fits(request: FastifyRequest, reply: FastifyReply, payload: string | Buffer): boolean {
  if (payload.length < THRESHOLD || payload.length > AT_ONCE) return false
  if (reply.hasHeader('content-encoding') || request.headers['x-no-compression']) return false
  return COMPRESSIBLE.test(String(reply.getHeader('content-type') ?? ''))
}

function varyByEncoding(reply: FastifyReply): void {
  const before = reply.getHeader('vary')
  if (!/accept-encoding/i.test(String(before ?? ''))) {
    reply.header('vary', before ? `${before}, accept-encoding` : 'accept-encoding')
  }
}

const encoder = new TextEncoder()
const scratch = Buffer.allocUnsafeSlow(2 * AT_ONCE)

/** One pass: `Buffer.from` counts the bytes before it writes them. */
function bytesOf(text: string): Buffer {
  const { read, written } = encoder.encodeInto(text, scratch)
  return read === text.length ? Buffer.from(scratch.subarray(0, written)) : Buffer.from(text)
}

const brotli = (bytes: Buffer) =>
  brotliCompressSync(bytes, {
    params: { ...BROTLI, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  })

export default fp(compression, { name: 'compression' })

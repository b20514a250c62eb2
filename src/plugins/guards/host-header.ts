// Host header check: exactly one (RFC 9112, section 3.2). With two, this server and a proxy could believe different
// ones.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../../lib/errors/refusal.ts'

async function hostHeader(app: FastifyInstance) {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    const hosts = countOf(raw.rawHeaders, 'host')
    if (hosts > 1 || (hosts === 0 && raw.httpVersion !== '1.0')) throw NOT_ONE_HOST
    done()
  })
}

/** Node joins or drops repeated headers; the raw list has each one, name before value. */
function countOf(headers: string[], name: string): number {
  let count = 0
  for (let at = 0; at < headers.length; at += 2) {
    const sent = headers[at] ?? ''
    if (sent.length === name.length && sent.toLowerCase() === name) count += 1
  }
  return count
}

const NOT_ONE_HOST = new Refusal(
  'unreadable',
  'invalid_host',
  'The request has to name the host that it is for, once.',
)

export default fp(hostHeader, { name: 'host-header', dependencies: ['session'] })

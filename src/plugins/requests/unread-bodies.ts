// Unread request bodies: after an early response the rest is discarded within limits, because a client that still
// writes does not see the response of a closed connection (RFC 9112, section 9.6).
import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { finished } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Enough for mistakes; beyond it the connection is closed. */
const MOST_BYTES = 32_000_000
const MOST_MS = 5_000

export interface Limits {
  bytes: number
  ms: number
}

/** @param limits for tests */
async function unreadBodies(app: FastifyInstance, limits: Partial<Limits>) {
  const { bytes = MOST_BYTES, ms = MOST_MS } = limits
  app.addHook('onSend', ({ raw }, _reply, payload, done) => {
    if (hasUnreadBody(raw)) readPast(raw, { bytes, ms })
    done(null, payload)
  })
}

/** True if a body was announced and is incomplete. */
export const hasUnreadBody = (raw: IncomingMessage): boolean =>
  !raw.complete &&
  raw.socket instanceof Socket &&
  (raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length']) > 0)

function readPast(raw: IncomingMessage, { bytes, ms }: Limits): void {
  const { socket } = raw
  let left = bytes
  // Node would close the connection after the last response, with unread data.
  socket.destroySoon = () => void socket.end()
  const timer = setTimeout(() => socket.destroy(), ms)
  raw.unpipe()
  raw.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) socket.destroy()
  })
  finished(raw, { writable: false }, () => {
    clearTimeout(timer)
    socket.destroySoon = Socket.prototype.destroySoon
    if (socket.writableEnded) socket.destroySoon()
  })
  raw.resume()
}

export default fp(unreadBodies, { name: 'unread-bodies' })

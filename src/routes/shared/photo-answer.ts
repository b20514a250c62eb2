// Photo response with conditional GET, for the API and the tracking page.
import type { FastifyReply } from 'fastify'
import { Refusal } from '../../lib/errors/refusal.ts'
import type { ImageBytes } from '../../services/photos/bytes.ts'
import { fetchPicture } from '../../services/photos/store/index.ts'
import { isKnownTag } from './entity-tags.ts'

/**
 * Sends the photo, or 304 if the client has it. Its headers allow nothing but viewing.
 * @throws Refusal `pictures_unavailable`
 */
export async function sendPhoto(reply: FastifyReply, image: ImageBytes, cacheControl: string) {
  const known = isKnownTag(reply.request.headers['if-none-match'], image.etag)
  // Before any header is set: an error response has other headers.
  const bytes = known ? null : (image.bytes ?? (await fetchBytes(reply, image.key)))
  if (bytes === undefined) return reply.send(PLACEHOLDER)
  reply.headers({
    'content-type': image.contentType,
    'cache-control': cacheControl,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    etag: image.etag,
  })
  if (known) return reply.code(304).send(null)
  return reply.send(bytes)
}

/** Bytes from the object store; `undefined` if a page is to show a placeholder. */
async function fetchBytes(reply: FastifyReply, key: string): Promise<Uint8Array | undefined> {
  try {
    return await fetchPicture(reply.server.objects, key)
  } catch (error) {
    const { headers } = reply.request
    if (!(error instanceof Refusal) || headers['sec-fetch-dest'] !== 'image') throw error
    reply.log.error({ err: error }, 'a picture cannot be shown')
    reply.code(503).type('image/svg+xml').headers({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
      'retry-after': error.extras.retryAfter,
      'x-content-type-options': 'nosniff',
    })
    return undefined
  }
}

/** A grey placeholder; browsers show it also as the body of an error response. */
const PLACEHOLDER =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#8884" d="M0 0h32v32H0z"/>' +
  '<path fill="none" stroke="#888" d="M9 11h14v10H9zm0 8 4-4 3 3 3-4 4 5"/></svg>'

// How the bytes of a photo are sent, by the API and by the tracking page alike.
import type { FastifyReply } from 'fastify'
import type { ImageBytes } from '../services/image-bytes.ts'
import { Refusal } from '../services/refusal.ts'
import { fetchPicture } from '../services/stored-pictures.ts'

/**
 * Sends the photo, or 304 to whoever has it. It can do nothing but be looked at.
 * @throws Refusal `pictures_unavailable`
 */
export async function sendImage(reply: FastifyReply, image: ImageBytes, cacheControl: string) {
  const known = isKnown(reply.request.headers['if-none-match'], image.etag)
  // Before any header: a refusal has others.
  const bytes = known ? null : (image.bytes ?? (await fetched(reply, image.key)))
  if (bytes === undefined) return reply.send(PLACEHOLDER as never)
  reply.headers({
    'content-type': image.contentType,
    'cache-control': cacheControl,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    etag: image.etag,
  })
  if (known) return reply.code(304).send(null as never)
  return reply.send(bytes as never)
}

/** From the store of pictures; undefined when a page is to show something else in the place of the picture. */
async function fetched(reply: FastifyReply, key: string): Promise<Uint8Array | undefined> {
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

/** A grey frame with hills in it: browsers show it also as the answer of an error. */
const PLACEHOLDER =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#8884" d="M0 0h32v32H0z"/>' +
  '<path fill="none" stroke="#888" d="M9 11h14v10H9zm0 8 4-4 3 3 3-4 4 5"/></svg>'

/** Whether one of the tags is this one; a proxy may have made it weak (RFC 9110, section 13.1.2). */
const isKnown = (header: string | undefined, etag: string) =>
  header?.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))

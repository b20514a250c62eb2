// How the bytes of a photo are sent, by the API and by the tracking page alike.
import type { FastifyReply } from 'fastify'
import type { ImageBytes } from '../services/image-bytes.ts'

/** Sends the photo, or 304 to whoever has it. It can do nothing but be looked at. */
export function sendImage(reply: FastifyReply, image: ImageBytes, cacheControl: string) {
  reply.headers({
    'content-type': image.contentType,
    'cache-control': cacheControl,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    etag: image.etag,
  })
  if (isKnown(reply.request.headers['if-none-match'], image.etag)) {
    return reply.code(304).send(null as never)
  }
  return reply.send(image.bytes as never)
}

/** Whether one of the tags is this one; a proxy may have made it weak (RFC 9110, section 13.1.2). */
const isKnown = (header: string | undefined, etag: string) =>
  header?.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))

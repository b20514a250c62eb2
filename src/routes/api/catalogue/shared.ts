// Answers of the catalogue for visitors: one text for all of them, kept until the next change. Reading and serializing
// fifty products with their variants takes some milliseconds; sending the text again takes none.
import { hash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import { findCaller } from '../../../services/access/callers.ts'
import { isKnownTag } from '../../shared/entity-tags.ts'

interface Shared {
  text: string
  etag: string
  /** To the next page. */
  link: string | undefined
  /** Unix milliseconds: what carts and orders keep lapses by the clock. */
  until: number
}

const KEPT_MS = 5_000

const sharedAnswers = new VersionedCache<Shared>()

/** Answers whoever is signed in anew, since they may see more. @param read sets no header but `Link` */
export async function sharedAnswer<Answer extends object>(
  reply: FastifyReply,
  read: () => Promise<Answer>,
): Promise<Answer> {
  const { request } = reply
  if (findCaller(request) || request.method !== 'GET') return read()
  const readShared = async (): Promise<Shared> => {
    const text = String(reply.serialize(await read()))
    const link = reply.getHeader('link')
    const etag = `"${hash('sha1', text, 'base64url')}"`
    return { text, etag, link: link?.toString(), until: Date.now() + KEPT_MS }
  }
  const isFresh = ({ until }: Shared) => until > Date.now()
  const { text, etag, link } = await sharedAnswers.get(
    request.server.db,
    request.url,
    readShared,
    isFresh,
  )
  reply.headers({
    etag: `W/${etag}`,
    'cache-control': 'public, no-cache',
    vary: 'Authorization, Cookie',
    ...(link !== undefined && { link }),
  })
  const isKnown = isKnownTag(request.headers['if-none-match'], etag)
  const sent = isKnown
    ? reply.code(304).send()
    : reply.type('application/json; charset=utf-8').send(text)
  // For Fastify a reply that was sent is an answer.
  return sent as unknown as Answer
}

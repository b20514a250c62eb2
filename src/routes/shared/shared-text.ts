// A text that is the same for all visitors: kept until the next change, with an entity tag by which it is asked for again.
import { hash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { VersionedCache } from '../../db/versioned-cache.ts'
import { isKnownTag } from './entity-tags.ts'

export interface SharedText {
  text: string
  /** The `Link` header of a list. */
  link?: string | undefined
}

interface Kind {
  /** Address, and what else tells it from other texts. */
  key: string
  type: string
  /** Request headers by which others than visitors are told apart. */
  vary: string
}

interface Kept extends SharedText {
  etag: string
  /** Unix milliseconds */
  until: number
}

/** Texts of one kind. */
export class SharedTexts {
  readonly #texts = new VersionedCache<Kept>()

  /** @param keptMs how long at most: opening hours, and what carts and orders keep, change by the clock */
  constructor(private readonly keptMs: number) {}

  /** Sends it, or 304 if the client has it. @param read called only if it is not at hand */
  async send(
    reply: FastifyReply,
    { key, type, vary }: Kind,
    read: () => Promise<SharedText>,
  ): Promise<FastifyReply> {
    const { server, headers } = reply.request
    const { text, link, etag } = await this.#texts.get(
      server.db,
      key,
      async () => this.#kept(await read()),
      ({ until }) => until > Date.now(),
    )
    const caching = { etag: `W/${etag}`, 'cache-control': 'public, no-cache', vary }
    reply.headers({ ...caching, ...(link && { link }) })
    if (isKnownTag(headers['if-none-match'], etag)) return reply.code(304).send()
    return reply.type(type).send(text)
  }

  #kept(shared: SharedText): Kept {
    const etag = `"${hash('sha1', shared.text, 'base64url')}"`
    return { ...shared, etag, until: Date.now() + this.keptMs }
  }
}

// Pages of the storefront: what all of them show, and one text for all visitors who have no cart.
import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import { isShared } from '../../../plugins/answers/views.ts'
import { countProducts } from '../../../services/catalogue/products/list.ts'
import { findOpeningHours, openState } from '../../../services/shop/opening-hours.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { expectOpen, findStorefront } from '../../../services/shop/storefront.ts'
import { countPieces } from '../../../services/storefront/cart/read.ts'
import type { PageContexts } from '../../../views/contexts/index.ts'
import type { ShopPages, Store } from '../../../views/contexts/storefront.ts'
import { holderOf } from '../../shared/cart-cookie.ts'
import { isKnownTag } from '../../shared/entity-tags.ts'

type Own<Name extends keyof ShopPages> = Omit<ShopPages[Name], 'store'>

/** Routes of the storefront: closed with it. */
export const shopRoute = (app: FastifyInstance) =>
  ({
    config: { permission: 'public', shared: true },
    preHandler: () => expectOpen(app.db),
  }) as const

interface Shared {
  html: string
  etag: string
  /** Unix milliseconds: opening hours and what carts keep change by the clock. */
  until: number
}

const KEPT_MS = 60_000

const sharedPages = new VersionedCache<Shared>()

/** @param contextOf called only if the page is not at hand */
export async function shopPage<Name extends keyof ShopPages>(
  reply: FastifyReply,
  template: Name,
  contextOf: () => Promise<Own<Name>>,
): Promise<FastifyReply> {
  const { request } = reply
  const render = async () => {
    const context = {
      ...(await contextOf()),
      store: await storeOf(request),
    } as unknown as PageContexts[Name]
    return reply.render(template, context)
  }
  reply.pageHeaders().type('text/html; charset=utf-8')
  if (!isShared(request) || request.method !== 'GET') return reply.send(await render())
  const readShared = async (): Promise<Shared> => {
    const html = await render()
    const etag = `"${hash('sha1', html, 'base64url')}"`
    return { html, etag, until: Date.now() + KEPT_MS }
  }
  const isFresh = ({ until }: Shared) => until > Date.now()
  const page = await sharedPages.get(request.server.db, request.url, readShared, isFresh)
  reply.headers({ etag: `W/${page.etag}`, 'cache-control': 'public, no-cache' })
  if (isKnownTag(request.headers['if-none-match'], page.etag)) return reply.code(304).send()
  return reply.send(page.html)
}

async function storeOf(request: FastifyRequest): Promise<Store> {
  const { db } = request.server
  const { timeZone } = await findSettings(db)
  const hours = await findOpeningHours(db)
  const now = new Date().toISOString()
  return {
    words: await findStorefront(db),
    hours,
    open: openState(hours, now, timeZone),
    pieces: isShared(request) ? null : await countPieces(db, holderOf(request)),
    hasMade: (await countProducts(db, { kinds: ['made_to_order'] })) > 0,
  }
}

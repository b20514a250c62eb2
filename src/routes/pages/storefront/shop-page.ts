// Pages of the storefront: what all of them show, and one text for all visitors who have no cart.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isShared, PAGE_VARY } from '../../../plugins/answers/views.ts'
import { countProducts } from '../../../services/catalogue/products/list.ts'
import { findOpeningHours, openState } from '../../../services/shop/opening-hours.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { expectOpen, findStorefront } from '../../../services/shop/storefront.ts'
import { countPieces } from '../../../services/storefront/cart/read.ts'
import type { PageContexts } from '../../../views/contexts/index.ts'
import type { Machines, ShopPages, Store } from '../../../views/contexts/storefront.ts'
import { holderOf } from '../../shared/cart-cookie.ts'
import { SharedTexts } from '../../shared/shared-text.ts'

type Own<Name extends keyof ShopPages> = Omit<ShopPages[Name], 'store'>

/** Routes of the storefront: closed with it. */
export const shopRoute = (app: FastifyInstance) =>
  ({
    config: { permission: 'public', shared: true },
    preHandler: () => expectOpen(app.db),
  }) as const

const HTML = 'text/html; charset=utf-8'

const sharedPages = new SharedTexts(60_000)

/** For search engines, of a page that they leave out. */
export const UNLISTED: Machines = { canonical: null, description: null, picture: null, data: null }

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
  if (isShared(request) && request.method === 'GET') {
    // One address may show two pages: a product, and that it is gone.
    const kind = { key: `${template} ${request.url}`, type: HTML, vary: PAGE_VARY }
    return sharedPages.send(reply, kind, async () => ({ text: await render() }))
  }
  const html = await render()
  return reply.pageHeaders().type(HTML).send(html)
}

async function storeOf(request: FastifyRequest): Promise<Store> {
  const { db } = request.server
  const { timeZone } = await findSettings(db)
  const hours = await findOpeningHours(db)
  const now = new Date().toISOString()
  return {
    words: await findStorefront(db),
    open: openState(hours, now, timeZone),
    pieces: isShared(request) ? null : await countPieces(db, holderOf(request)),
    hasMade: (await countProducts(db, { kinds: ['made_to_order'] })) > 0,
  }
}

// Product page of the storefront: /products/{slug}. Each variant has an address: ?option.Size=S.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { today } from '../../../lib/time/shop-time.ts'
import type { Settings } from '../../../schemas/shop/settings.ts'
import { readProduct, readProductBySlug } from '../../../services/catalogue/products/public.ts'
import { findProductBySlug, type Product } from '../../../services/catalogue/products/read.ts'
import type { Variant } from '../../../services/catalogue/variants/read.ts'
import { findDeliveryMethods } from '../../../services/shop/delivery-methods.ts'
import { findOpeningHours, openState } from '../../../services/shop/opening-hours.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { relatedTo } from '../../../services/storefront/home.ts'
import { collectSentence } from '../../../views/helpers/labels/opening.ts'
import { jsonForHtml } from '../../../views/helpers/shop-page.ts'
import { pathOfCategory, pathOfPhoto, pathOfProduct } from '../../../views/helpers/shop-paths.ts'
import { canBeHad, chosenVariant, shownOptions } from './choices.ts'
import { shopPage, shopRoute } from './shop-page.ts'
import { breadcrumbs, productData } from './structured-data.ts'

const Params = Type.Object({ slug: Type.String({ minLength: 1, maxLength: 120 }) })

const product: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/products/:slug',
    { ...shopRoute(app), schema: { params: Params } },
    async (request, reply) => {
      const { slug } = request.params
      const found = await findProductBySlug(app.db, slug)
      if (!found && /^\d{1,15}$/.test(slug)) {
        return reply.redirect(pathOfProduct(await readProduct(app.db, Number(slug), 'public')), 301)
      }
      if (found?.archivedAt && found.kind !== 'material') return gonePage(reply, found)
      return shopPage(reply, 'storefront/products/show', async () =>
        contextOf(app, await readProductBySlug(app.db, slug), optionsIn(request.query)),
      )
    },
  )
}

/** Values by the name of the option; nothing else of a query says anything about a product. */
function optionsIn(query: unknown): Record<string, string> {
  const named = Object.entries(query as Record<string, unknown>).filter(
    (one): one is [string, string] => /^option\../.test(one[0]) && typeof one[1] === 'string',
  )
  return Object.fromEntries(named.map(([name, value]) => [name.slice('option.'.length), value]))
}

async function contextOf(
  app: FastifyInstance,
  product: Product,
  wanted: Readonly<Record<string, string>>,
) {
  const shop = await findSettings(app.db)
  const variant = chosenVariant(product, wanted)
  if (!variant) throw new Refusal('not_found', 'not_found', 'This product is not offered.')
  const way: [string, string][] = [['Shop', '/products']]
  if (product.categoryName && product.categorySlug) {
    way.push([product.categoryName, pathOfCategory(product.categorySlug)])
  }
  const images = imagesOf(product, variant)
  return {
    title: product.name,
    product,
    variant,
    canBeHad: canBeHad(variant),
    collect: await collectOf(app, shop, variant),
    images,
    choices: shownOptions(product, variant),
    crumbs: way.map(([label, href]) => ({ label, href })),
    related: await relatedTo(app.db, product),
    machines: {
      canonical: pathOfProduct(product),
      description: product.description,
      picture: images[0] ? pathOfPhoto(images[0]) : null,
      data: jsonForHtml([
        productData(app, shop, product),
        breadcrumbs(app, shop, [...way, [product.name, pathOfProduct(product)]]),
      ]),
    },
  }
}

async function collectOf(app: FastifyInstance, shop: Settings, variant: Variant) {
  if (variant.kind === 'made_to_order' || !canBeHad(variant)) return null
  const methods = await findDeliveryMethods(app.db)
  if (!methods.some(({ kind }) => kind === 'pickup')) return null
  const hours = await findOpeningHours(app.db)
  const open = openState(hours, new Date().toISOString(), shop.timeZone)
  return collectSentence(open, { locale: shop.locale, today: today(shop.timeZone) })
}

/** The variant's own photo first; those of other variants stay, since they show the garment, too. */
function imagesOf({ images }: Product, { imageId }: Variant) {
  const own = images.filter(({ id }) => id === imageId)
  return [...own, ...images.filter(({ id }) => id !== imageId)]
}

/** 410: search engines forget the address, and people see what there is instead. */
function gonePage(reply: FastifyReply, product: Product): Promise<FastifyReply> {
  const { categoryName, categorySlug } = product
  reply.code(410)
  return shopPage(reply, 'storefront/products/gone', async () => ({
    title: product.name,
    name: product.name,
    category:
      categoryName && categorySlug
        ? { label: categoryName, href: pathOfCategory(categorySlug) }
        : null,
    related: await relatedTo(reply.server.db, product),
    machines: { canonical: null, description: null, picture: null, data: null },
  }))
}

export default product

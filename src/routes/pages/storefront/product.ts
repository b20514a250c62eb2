// Product page of the storefront: /products/{slug}. Each variant has an address: ?option.Size=S.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { readProduct, readProductBySlug } from '../../../services/catalogue/products/public.ts'
import { findProductBySlug, type Product } from '../../../services/catalogue/products/read.ts'
import { canBeHad, type Variant } from '../../../services/catalogue/variants/read.ts'
import { findDeliveryMethods } from '../../../services/shop/delivery-methods.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { relatedTo } from '../../../services/storefront/home.ts'
import { jsonForHtml } from '../../../views/helpers/shop-page.ts'
import { pathOfCategory, pathOfPhoto, pathOfProduct } from '../../../views/helpers/shop-paths.ts'
import { chosenVariant, shownOptions } from './choices.ts'
import { shopPage, shopRoute, UNLISTED } from './shop-page.ts'
import { breadcrumbs, productData } from './structured-data.ts'

const Params = Type.Object({ slug: Type.String({ minLength: 1, maxLength: 120 }) })

const product: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/products/:slug',
    { ...shopRoute(app), schema: { params: Params } },
    async (request, reply) => {
      const { slug } = request.params
      try {
        return await shopPage(reply, 'storefront/products/show', async () =>
          contextOf(app, await readProductBySlug(app.db, slug), optionsIn(request.query)),
        )
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return elsewhere(reply, slug, error)
      }
    },
  )
}

/** An id leads to the slug, and a product that is gone to others. @throws the refusal for all else */
async function elsewhere(reply: FastifyReply, slug: string, refusal: Refusal) {
  const { db } = reply.server
  const found = await findProductBySlug(db, slug)
  if (found && refusal.code === 'product_gone') return gonePage(reply, found)
  if (found || !/^\d{1,15}$/.test(slug)) throw refusal
  return reply.redirect(pathOfProduct(await readProduct(db, Number(slug), 'public')), 301)
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
    isCollected: await isCollected(app, variant),
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

/** Somebody may collect what is in stock. */
async function isCollected(app: FastifyInstance, variant: Variant): Promise<boolean> {
  if (variant.kind === 'made_to_order' || !canBeHad(variant)) return false
  return (await findDeliveryMethods(app.db)).some(({ kind }) => kind === 'pickup')
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
    machines: UNLISTED,
  }))
}

export default product

// For search engines and comparison sites: /robots.txt, /sitemap.xml and the product feed /products.xml.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isGlobalCode } from '../../../lib/barcode.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { originOf } from '../../../plugins/requests/origin.ts'
import type { Settings } from '../../../schemas/shop/settings.ts'
import { listCategories } from '../../../services/catalogue/categories.ts'
import type { Product } from '../../../services/catalogue/products/read.ts'
import { canBeHad, nameOf, type Variant } from '../../../services/catalogue/variants/read.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { findStorefront } from '../../../services/shop/storefront.ts'
import { publicProducts } from '../../../services/storefront/feed.ts'
import { escaped } from '../../../views/helpers/escaped.ts'
import {
  pathOfCategory,
  pathOfPhoto,
  pathOfProduct,
  pathOfVariant,
} from '../../../views/helpers/shop-paths.ts'
import { shopRoute } from './shop-page.ts'

const config = { permission: 'public' } as const

const machines: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/robots.txt', { config }, async (_request, reply) => {
    const { isOpen } = await findStorefront(app.db)
    const origin = originOf(app, await findSettings(app.db))
    const open = ['/admin', '/api/', '/auth/', '/cart', '/checkout', '/orders', '/profile']
    const lines = isOpen
      ? [
          ...open.map((path) => `Disallow: ${path}`),
          'Allow: /api/products/',
          `Sitemap: ${origin}/sitemap.xml`,
        ]
      : ['Disallow: /']
    return reply.type('text/plain; charset=utf-8').send(['User-agent: *', ...lines, ''].join('\n'))
  })

  app.get('/sitemap.xml', shopRoute(app), async (_request, reply) => {
    const origin = originOf(app, await findSettings(app.db))
    const { rows } = await listCategories(app.db, { limit: 200 }, 'public')
    const places = [
      ...['/', '/products', '/about'].map((path) => ({ path, at: null })),
      ...rows.map(({ slug, updatedAt }) => ({ path: pathOfCategory(slug), at: updatedAt })),
    ]
    return sendXml(reply, async function* () {
      yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
      for (const { path, at } of places) yield place(`${origin}${path}`, at)
      for await (const products of publicProducts(app.db)) {
        yield products
          .map((product) => place(`${origin}${pathOfProduct(product)}`, product.updatedAt))
          .join('')
      }
      yield '</urlset>\n'
    })
  })

  app.get('/products.xml', shopRoute(app), async (_request, reply) => {
    const shop = await findSettings(app.db)
    return sendXml(reply, () => feed(app, shop))
  })
}

/** XML 1.0 has no control characters but blanks, not even escaped ones. */
const CONTROL = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu

const xml = (text: string): string => escaped(text.replaceAll(CONTROL, ''))

const place = (url: string, at: string | null) =>
  `<url><loc>${xml(url)}</loc>${at ? `<lastmod>${at}</lastmod>` : ''}</url>\n`

function sendXml(reply: FastifyReply, parts: () => AsyncGenerator<string>): FastifyReply {
  async function* text() {
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield* parts()
  }
  const bytes = ReadableStream.from(text()).pipeThrough(new TextEncoderStream())
  return reply
    .header('cache-control', 'public, max-age=300')
    .type('application/xml; charset=utf-8')
    .send(bytes)
}

/** RSS 2.0 with the fields of product feeds (`g:`), an entry for each variant. */
async function* feed(app: FastifyInstance, shop: Settings): AsyncGenerator<string> {
  const origin = originOf(app, shop)
  yield '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
  yield `<title>${xml(shop.name)}</title><link>${xml(origin)}/</link>`
  yield `<description>${xml(shop.name)}</description>\n`
  for await (const products of publicProducts(app.db)) {
    for (const product of products) {
      yield product.variants.map((variant) => entry(product, variant, shop, origin)).join('')
    }
  }
  yield '</channel></rss>\n'
}

function entry(product: Product, variant: Variant, shop: Settings, origin: string): string {
  const image = product.images.find(({ id }) => id === variant.imageId) ?? product.images[0]
  const isOwnCode = variant.barcode === null || !isGlobalCode(variant.barcode)
  const fields: Record<string, string | null> = {
    'g:id': variant.sku,
    'g:item_group_id': product.variants.length > 1 ? String(product.id) : null,
    title: nameOf(variant),
    description: product.description ?? product.name,
    link: `${origin}${pathOfVariant(product, variant)}`,
    'g:image_link': image ? `${origin}${pathOfPhoto(image)}` : null,
    'g:availability': availabilityOf(variant),
    'g:price': `${formatAmount(variant.price, shop.currency)} ${shop.currency}`,
    'g:brand': shop.name,
    'g:condition': 'new',
    'g:product_type': product.categoryName,
    'g:gtin': isOwnCode ? null : variant.barcode,
    'g:identifier_exists': isOwnCode ? 'no' : null,
  }
  const written = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [`<${name}>${xml(value)}</${name}>`],
  )
  return `<item>${written.join('')}</item>\n`
}

/** What is made to order can be ordered now; "backorder" would ask for a date. */
const availabilityOf = (variant: Variant): string =>
  canBeHad(variant) ? 'in_stock' : 'out_of_stock'

export default machines

// Structured data for search engines (schema.org): what the page shows, in their words.
import type { FastifyInstance } from 'fastify'
import { isGlobalCode } from '../../../lib/barcode.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { originOf } from '../../../plugins/requests/origin.ts'
import type { Settings } from '../../../schemas/shop/settings.ts'
import type { Product } from '../../../services/catalogue/products/read.ts'
import { canBeHad, nameOf, type Variant } from '../../../services/catalogue/variants/read.ts'
import { pathOfPhoto, pathOfProduct, pathOfVariant } from '../../../views/helpers/shop-paths.ts'

const CONTEXT = 'https://schema.org'

export const organisation = (app: FastifyInstance, shop: Settings) => ({
  '@context': CONTEXT,
  '@type': 'ClothingStore',
  name: shop.name,
  url: `${originOf(app, shop)}/`,
  ...(shop.address && { address: shop.address }),
  ...(shop.phoneNumber && { telephone: shop.phoneNumber }),
})

/** A group of its variants, or the product itself if there is only one. */
export function productData(app: FastifyInstance, shop: Settings, product: Product) {
  const origin = originOf(app, shop)
  const { variants, images, options } = product
  const [only, second] = variants
  const common = {
    name: product.name,
    url: `${origin}${pathOfProduct(product)}`,
    ...(product.description && { description: product.description }),
    ...(product.categoryName && { category: product.categoryName }),
    brand: { '@type': 'Brand', name: shop.name },
    ...(images.length > 0 && { image: images.map((image) => `${origin}${pathOfPhoto(image)}`) }),
  }
  const offer = (variant: Variant) => offerOf(variant, product, shop, origin)
  if (only && !second) {
    return {
      '@context': CONTEXT,
      '@type': 'Product',
      ...common,
      ...codesOf(only),
      offers: offer(only),
    }
  }
  return {
    '@context': CONTEXT,
    '@type': 'ProductGroup',
    ...common,
    productGroupID: String(product.id),
    variesBy: options,
    hasVariant: variants.map((variant) => ({
      '@type': 'Product',
      name: nameOf(variant),
      ...codesOf(variant),
      additionalProperty: Object.entries(variant.options).map(([name, value]) => ({
        '@type': 'PropertyValue',
        name,
        value,
      })),
      offers: offer(variant),
    })),
  }
}

const codesOf = ({ sku, barcode }: Variant) => ({
  sku,
  ...(barcode !== null && isGlobalCode(barcode) && { gtin: barcode }),
})

const offerOf = (variant: Variant, product: Product, shop: Settings, origin: string) => ({
  '@type': 'Offer',
  url: `${origin}${pathOfVariant(product, variant)}`,
  price: formatAmount(variant.price, shop.currency),
  priceCurrency: shop.currency,
  availability: `${CONTEXT}/${availabilityOf(variant)}`,
})

/** As schema.org and product feeds call it. */
function availabilityOf(variant: Variant): string {
  if (variant.kind === 'made_to_order') return 'MadeToOrder'
  return canBeHad(variant) ? 'InStock' : 'OutOfStock'
}

/** A way to the page, from the shop down. */
export const breadcrumbs = (app: FastifyInstance, shop: Settings, way: [string, string][]) => ({
  '@context': CONTEXT,
  '@type': 'BreadcrumbList',
  itemListElement: way.map(([name, path], at) => ({
    '@type': 'ListItem',
    position: at + 1,
    name,
    item: `${originOf(app, shop)}${path}`,
  })),
})

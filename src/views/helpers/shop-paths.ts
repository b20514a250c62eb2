// Addresses of the storefront: products, their variants and photos.
import { optionValue } from '../../schemas/catalogue/products.ts'
import type { Product, ProductImage } from '../../services/catalogue/products/read.ts'
import type { Variant } from '../../services/catalogue/variants/read.ts'

export const pathOfProduct = ({ slug }: Pick<Product, 'slug'>): string =>
  `/products/${encodeURIComponent(slug)}`

/** Names the variant by its options: `/products/evening-gown?option.Size=S`. */
export function pathOfVariant(
  product: Pick<Product, 'slug'>,
  { options }: Pick<Variant, 'options'>,
): string {
  const params = new URLSearchParams(
    Object.entries(options).map(([name, value]): [string, string] => [`option.${name}`, value]),
  )
  const text = params.toString()
  return text ? `${pathOfProduct(product)}?${text}` : pathOfProduct(product)
}

export const pathOfCategory = (slug: string): string =>
  `/products?category=${encodeURIComponent(slug)}`

/** The list with one value of one option. */
export const pathOfOption = (name: string, value: string): string =>
  `/products?${new URLSearchParams({ [`option.${name}`]: optionValue(value) })}`

export const pathOfPhoto = ({ id, productId }: Pick<ProductImage, 'id' | 'productId'>): string =>
  `/api/products/${productId}/images/${id}`

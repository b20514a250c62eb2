// Options of a product as a page offers them: one is sent with the form, the others are links to the same page.
import { foldText } from '../../../lib/text/normalize.ts'
import type { Product, ProductImage } from '../../../services/catalogue/products/read.ts'
import { canBeHad, type Variant } from '../../../services/catalogue/variants/read.ts'
import type { ShownOption } from '../../../views/contexts/storefront.ts'
import { pathOfVariant } from '../../../views/helpers/shop-paths.ts'

type Options = Readonly<Record<string, string>>

/**
 * The variant that an address names, as far as it does; else the first one that can be had.
 * @param wanted values by the name of the option, as in `?option.Size=S`
 */
export function chosenVariant({ variants }: Product, wanted: Options): Variant | undefined {
  const names = Object.entries(wanted).map(([name, value]) => [foldText(name), foldText(value)])
  const fits = ({ options }: Variant) =>
    names.every(([name, value]) =>
      Object.entries(options).some(
        ([own, ownValue]) => foldText(own) === name && foldText(ownValue) === value,
      ),
    )
  const fitting = variants.filter(fits)
  const among = fitting.length > 0 ? fitting : variants
  return among.find(canBeHad) ?? among[0]
}

export function shownOptions(product: Product, chosen: Variant): ShownOption[] {
  const sent = sentOption(product)
  return product.options.map((name) => ({
    name,
    isSent: name === sent,
    values: valuesOf(product, name).map((value) => {
      const variant = variantWith(product, { ...chosen.options, [name]: value })
      return {
        label: value,
        variant: variant ?? null,
        isOut: !variant || !canBeHad(variant),
        href: pathOfVariant(product, { options: { ...chosen.options, [name]: value } }),
        isChosen: chosen.options[name] === value,
        image: isPictured(product, name) ? imageOf(product, name, value) : null,
      }
    }),
  }))
}

/** The last option without photos of its own: what changes the picture is a link, since it shows another page. */
function sentOption(product: Product): string | undefined {
  const plain = product.options.filter((name) => !isPictured(product, name))
  return plain.at(-1) ?? product.options.at(-1)
}

const valuesOf = ({ variants }: Product, name: string): string[] => [
  ...new Set(variants.flatMap(({ options }) => options[name] ?? [])),
]

const variantWith = ({ variants }: Product, wanted: Options): Variant | undefined =>
  variants.find(({ options }) =>
    Object.entries(wanted).every(([name, value]) => options[name] === value),
  )

/** Each of its values has one photo, and not all the same. */
function isPictured(product: Product, name: string): boolean {
  const photos = valuesOf(product, name).map((value) => {
    const ids = product.variants
      .filter(({ options }) => options[name] === value)
      .map(({ imageId }) => imageId)
    return new Set(ids).size === 1 ? ids[0] : null
  })
  return photos.every((id) => id !== null && id !== undefined) && new Set(photos).size > 1
}

const imageOf = (product: Product, name: string, value: string): ProductImage | null => {
  const variant = product.variants.find(({ options }) => options[name] === value)
  return product.images.find(({ id }) => id === variant?.imageId) ?? null
}

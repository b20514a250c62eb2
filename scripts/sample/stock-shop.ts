// Fills the shelves of a sample shop: categories, products with photos, and a history of their stock.
import type { Database } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import type { ProductInput } from '../../src/schemas/catalogue/products.ts'
import { createCategory } from '../../src/services/catalogue/categories.ts'
import { addProductImages } from '../../src/services/catalogue/products/images.ts'
import { createProduct, removeProduct } from '../../src/services/catalogue/products/index.ts'
import { updateVariant } from '../../src/services/catalogue/variants/index.ts'
import { type PreparedPhoto, preparePhoto } from '../../src/services/photos/prepare.ts'
import { type Change, change } from '../../src/services/shared/change.ts'
import { inStoreBarcode } from './barcodes.ts'
import type { Colour } from './colours.ts'
import type { SampleParameters } from './parameters.ts'
import { actorOf, SAMPLE } from './people.ts'
import { garmentPhoto, swatchPhoto } from './photos.ts'
import { Random } from './random.ts'
import { CATEGORIES, type Good } from './shelf.ts'
import { MADE_AND_CLOTH } from './shelf-cloth.ts'
import { GARMENTS } from './shelf-garments.ts'

const GOODS: readonly Good[] = [...GARMENTS, ...MADE_AND_CLOTH]

/** @param at when the shop began, RFC 3339 in UTC; without photos unless orders have some */
export async function stockShop(db: Database, wanted: SampleParameters, at: string): Promise<void> {
  if (await db.get(sql`SELECT id FROM products LIMIT 1`)) return
  const { photographed, photographedProducts = GOODS.length } = wanted
  const shown = photographed > 0 ? GOODS.slice(0, photographedProducts) : []
  const photos = await photosOf(shown, wanted)
  await db.write(async (tx) => {
    const step = change(tx, actorOf(null), SAMPLE, at)
    const categories = new Map<string, number>()
    for (const category of CATEGORIES) {
      categories.set(category.name, (await createCategory(step, category)).id)
    }
    for (const [index, good] of GOODS.entries()) {
      await addGood(step, good, index, categories.get(good.category) ?? 0, photos[index] ?? [])
    }
  })
}

async function addGood(
  step: Change,
  good: Good,
  index: number,
  categoryId: number,
  photos: readonly PreparedPhoto[],
): Promise<void> {
  const product = await createProduct(step, inputOf(good, index, categoryId))
  if (photos.length > 0) {
    const images = await addProductImages(step, product.id, photos, photos.length)
    for (const variant of product.variants) {
      const colour = good.colours.findIndex(({ name }) => titled(name) === variant.options.Colour)
      const imageId = images[colour]?.id
      if (imageId) await updateVariant(step, variant.id, { imageId })
    }
  }
  if (good.archived) await removeProduct(step, product.id)
}

const titled = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

function inputOf(good: Good, index: number, categoryId: number): ProductInput {
  const { name, description, care, kind = 'ready_made', price, cost, supplier } = good
  const sizes = good.sizes ?? [null]
  const isMaterial = kind === 'material'
  const variants = good.colours.flatMap((colour, row) =>
    sizes.map((size, column) => {
      const at = row * sizes.length + column
      const stock = good.stock[at % good.stock.length] ?? 0
      return {
        options: { ...(size !== null && { Size: size }), Colour: titled(colour.name) },
        price: String(price),
        cost: String(cost),
        supplier: supplier ?? null,
        ...(kind !== 'made_to_order' && {
          barcode: inStoreBarcode(index * 100 + at),
          // What the shop sews itself is not bought again.
          lowStockAt: isMaterial ? 5 : supplier ? 1 : null,
          stock: row > 0 && !isMaterial ? Math.max(0, stock - 1) : stock,
        }),
        ...(isMaterial && { unit: 'm' as const }),
      }
    }),
  )
  return {
    name,
    description,
    care,
    kind,
    categoryId,
    featured: good.featured ?? false,
    options: good.sizes ? ['Size', 'Colour'] : ['Colour'],
    variants,
  }
}

/** Of a featured product a photo in each colour, and its cloth; of others one. By product. */
async function photosOf(goods: readonly Good[], wanted: SampleParameters) {
  let done = 0
  return Promise.all(
    goods.map(async ({ colours, look, featured }, index): Promise<PreparedPhoto[]> => {
      const random = new Random(wanted.seed + index)
      const [first] = colours
      const drawn = (featured ? colours : colours.slice(0, 1)).map((colour) =>
        draw(random, look, colour),
      )
      if (featured && first) drawn.push(draw(random, { cloth: look.cloth }, first))
      const photos = await Promise.all(drawn.map(async (photo) => preparePhoto(await photo)))
      done += 1
      wanted.progress('photos', done, goods.length)
      return photos
    }),
  )
}

const draw = (random: Random, { shape, cloth }: Good['look'], colour: Colour) =>
  shape
    ? garmentPhoto(random, { shape, cloth, colour })
    : swatchPhoto(random, { shape: 'gown', cloth, colour })

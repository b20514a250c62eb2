// Products of the *bare* baseline, as visitors read them: the fields that the real server answers, built by hand.
import type { Database } from 'better-sqlite3'
import { amount } from './bare-json.ts'

type Row = Record<string, unknown> & { id: number; product_id: number; price: number }

const PRODUCT = `
  SELECT p.id, p.name, p.slug, p.description, p.care, p.kind, p.category_id, c.name AS category_name,
         c.slug AS category_slug, p.options, p.featured, p.lowest_price, p.highest_price, p.name_folded, p.created_at,
         p.updated_at
  FROM products p
  LEFT JOIN categories c ON c.id = p.category_id`
const VARIANTS = `
  SELECT v.id, v.product_id, v.sku, v.options AS "values", v.price, v.unit, v.image_id, v.stock,
         CASE WHEN v.reserved = 0 THEN 0 ELSE (
           SELECT coalesce(sum(h.quantity), 0) FROM stock_holds h
           WHERE h.variant_id = v.id AND h.state = 'active' AND h.expires_at > ?) END AS reserved
  FROM variants v`
const IMAGES = `
  SELECT id, product_id, content_type, size, width, height, created_at, updated_at FROM product_images`
const MANY = `IN (SELECT value FROM json_each(?))`

export function bareProducts(db: Database) {
  const shop = db.prepare<[], { currency: string }>('SELECT currency FROM settings')
  const one = db.prepare<[bigint], Row>(`${PRODUCT} WHERE p.id = ?`)
  const page = db.prepare<[string, bigint], Row>(`
    ${PRODUCT}
    WHERE p.archived_at IS NULL AND p.kind IN ('ready_made', 'made_to_order')
      AND (p.name_folded, p.id) > (?, ?)
    ORDER BY p.name_folded, p.id LIMIT 51`)
  const variants = db.prepare<[string, string], Row>(`
    ${VARIANTS} WHERE v.product_id ${MANY} AND v.archived_at IS NULL ORDER BY v.product_id, v.position, v.id`)
  const images = db.prepare<[string], Row>(`
    ${IMAGES} WHERE product_id ${MANY} ORDER BY product_id, position, id`)

  function complete(rows: readonly Row[]) {
    const ids = JSON.stringify(rows.map(({ id }) => id))
    const currency = shop.get()?.currency ?? ''
    const now = new Date().toISOString()
    const ofAll = grouped(variants.all(now, ids))
    const photos = grouped(images.all(ids))
    return rows.map((row) =>
      product(row, ofAll.get(row.id) ?? [], photos.get(row.id) ?? [], currency),
    )
  }
  return {
    productById: (id: bigint) => complete([one.get(id) as Row])[0],
    productPage: ({ name = '', id = '0' }: Record<string, string>) => {
      const rows = page.all(name, BigInt(id))
      const last = rows.length > 50 ? rows[49] : undefined
      const cursor = last && ['products name', last.name_folded, last.id]
      return {
        data: complete(rows.slice(0, 50)),
        nextCursor: cursor ? Buffer.from(JSON.stringify(cursor)).toString('base64url') : null,
      }
    },
  }
}

function grouped(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.product_id)
    if (group) group.push(row)
    else groups.set(row.product_id, [row])
  }
  return groups
}

const urlOf = (product: unknown, image: unknown) => `/api/products/${product}/images/${image}`

function product(row: Row, variants: readonly Row[], photos: readonly Row[], currency: string) {
  const names = JSON.parse(String(row.options)) as string[]
  const images = photos.map((photo) => ({
    id: photo.id,
    productId: photo.product_id,
    contentType: photo.content_type,
    size: photo.size,
    width: photo.width,
    height: photo.height,
    createdAt: photo.created_at,
    updatedAt: photo.updated_at,
    url: urlOf(row.id, photo.id),
    thumbnailUrl: `${urlOf(row.id, photo.id)}?size=thumb`,
  }))
  const sizes = variants.map(({ values }) => JSON.parse(String(values)) as string[])
  const available =
    variants.reduce((sum, { stock, reserved }) => sum + Number(stock) - Number(reserved), 0) / 1000
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    description: row.description,
    care: row.care,
    kind: row.kind,
    categoryId: row.category_id,
    category:
      row.category_id === null
        ? null
        : { id: row.category_id, name: row.category_name, slug: row.category_slug },
    price: amount(Number(row.lowest_price)),
    highestPrice: amount(Number(row.highest_price)),
    currency,
    stockQuantity: available,
    available,
    featured: row.featured === 1,
    imageUrl: images[0]?.url ?? null,
    images,
    options: names.map((name, at) => ({
      name,
      values: [...new Set(sizes.map((values) => values[at]))],
    })),
    variants: variants.map((variant, at) => ({
      id: variant.id,
      productId: variant.product_id,
      sku: variant.sku,
      options: Object.fromEntries(names.map((name, index) => [name, sizes[at]?.[index]])),
      price: amount(variant.price),
      unit: variant.unit,
      available: (Number(variant.stock) - Number(variant.reserved)) / 1000,
      imageUrl: variant.image_id === null ? null : urlOf(variant.product_id, variant.image_id),
    })),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

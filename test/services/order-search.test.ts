// A search through the indexes of letters finds exactly what looking at every name would have found.
import t from 'tap'
import { fillShop } from '../../scripts/sample/shop.ts'
import { join, sql } from '../../src/db/sql.ts'
import { ORDER_SORTS } from '../../src/schemas/orders.ts'
import { listOrders } from '../../src/services/order-lists.ts'
import {
  orderMatches,
  type SearchWay,
  searchBranches,
  searchWay,
} from '../../src/services/order-search.ts'
import { anyAccentPattern, digits, folded, likePattern } from '../../src/services/text.ts'
import { build } from '../helper.ts'

const app = await build(t)
const { db } = app
const now = new Date('2026-11-21T14:30:00Z')
const size = { orders: 400, photographed: 0, seed: 3, now, owner: null, progress: () => {} }
await fillShop(db, { ...size, byRows: true })

/** Every customer and every item looked at, without any index. */
async function slowly(search: string): Promise<number[]> {
  const text = likePattern(folded(search))
  const phone = digits(search)
  const isPhone = phone.length >= 2 && /^[\d\s()+./-]+$/.test(search)
  const number = Number(/^#?(\d{1,15})$/.exec(search)?.[1] ?? 0)
  const rows = await db.all<{ id: number }>(sql`
    SELECT o.id
    FROM orders o
    JOIN customers c ON c.id = o.customer_id
    WHERE c.name_folded LIKE ${text} ESCAPE '\\' OR lower(c.email) LIKE ${text} ESCAPE '\\'
       OR (${isPhone ? 1 : 0} = 1 AND c.phone_digits LIKE ${`%${phone}%`})
       OR o.number = ${number}
       OR EXISTS (
            SELECT 1 FROM order_items i
            WHERE i.order_id = o.id AND lower(i.item_name) LIKE ${anyAccentPattern(search)} ESCAPE '\\')
    ORDER BY o.id`)
  return rows.map(({ id }) => id)
}

async function quickly(search: string, way?: SearchWay): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`
    SELECT o.id FROM orders o WHERE ${orderMatches(search, way)} ORDER BY o.id`)
  return rows.map(({ id }) => id)
}

/** Each way of being found on its own. */
async function byBranches(search: string): Promise<number[]> {
  const branches = searchBranches(search).map(
    (branch) => sql`SELECT o.id FROM orders o WHERE ${branch}`,
  )
  const rows = await db.all<{ id: number }>(sql`${join(branches, ' UNION ')} ORDER BY id`)
  return rows.map(({ id }) => id)
}

/** Pieces of names, numbers and items as they are in the shop, and what is in none of them. */
async function searches(): Promise<string[]> {
  const people = await db.all<{ name: string; phone: string; email: string | null }>(sql`
    SELECT name, phone_number AS phone, email FROM customers ORDER BY id LIMIT 40`)
  const names = await db.all<{ name: string }>(sql`SELECT name FROM item_names ORDER BY id`)
  const pieces = [
    ...names.map(({ name }) => name),
    ...people.flatMap((one) => [one.name, one.phone]),
  ]
  const cut = pieces.flatMap((text, at) => [text.slice(at % 4, (at % 4) + 3 + (at % 5)), text])
  return [
    ...cut,
    '#1003',
    '1003',
    'nobody at all',
    '"gown" OR hem',
    "o'",
    'a*b',
    'NEAR(x y)',
    '___',
  ]
}

t.test('with either way of looking', async (t) => {
  let found = 0
  for (const search of (await searches()).map((text) => text.trim())) {
    if ([...search].length < 3) continue
    const expected = await slowly(search)
    found += expected.length
    const way = await searchWay(db, search)
    t.strictSame(await quickly(search), expected, search)
    t.strictSame(await byBranches(search), expected, `${search}, by branches`)
    for (const [many, manyCustomers] of [
      [false, false],
      [true, false],
      [true, true],
    ] as const) {
      const found = await quickly(search, { items: way?.items ?? true, many, manyCustomers })
      t.strictSame(found, expected, `${search}, ${many ? 'one by one' : 'gathered'}`)
    }
  }
  t.ok(found > 400)
})

t.test('a page of what is found goes on where the last one ended, in every order', async (t) => {
  for (const search of ['amina', 'hem', '1003', '077']) {
    const expected = await slowly(search)
    for (const sort of ORDER_SORTS) {
      const pages: number[][] = []
      let cursor: string | undefined
      do {
        const page = await listOrders(db, { search, sort, limit: 7, ...(cursor && { cursor }) })
        pages.push(page.rows.map(({ id }) => id))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      const found = pages.flat()
      const again = await listOrders(db, { search, sort, limit: 7, page: 2 })
      t.strictSame(
        again.rows.map(({ id }) => id),
        pages[1] ?? [],
        `${search} by ${sort}, page 2`,
      )
      t.strictSame(
        found.toSorted((a, b) => a - b),
        expected,
        `${search} by ${sort}`,
      )
    }
  }
})

t.test('a new name, another name and a renamed item are found at once', async (t) => {
  const ids = async (search: string) => (await listOrders(db, { search })).rows.map(({ id }) => id)
  const [order] = await db.all<{ id: number; customer: number }>(sql`
    SELECT id, customer_id AS customer FROM orders ORDER BY id LIMIT 1`)
  const { id = 0, customer = 0 } = order ?? {}
  await db.write(async (tx) => {
    await tx.run(sql`
      UPDATE customers SET name_folded = 'xenia quill', email = 'xq@quill.test' WHERE id = ${customer}`)
    await tx.run(sql`UPDATE order_items SET item_name = 'Zouave jacket' WHERE order_id = ${id}`)
  })
  t.ok((await ids('xenia qu')).includes(id))
  t.ok((await ids('Q@QUILL')).includes(id))
  t.strictSame(await ids('zouave'), [id])
})

t.test('one or two letters are looked for at the beginning of names only', async (t) => {
  const rows = (await listOrders(db, { search: 'xe', limit: 200 })).rows
  t.ok(rows.length > 0)
  t.ok(rows.every(({ customerId }) => customerId === rows[0]?.customerId))
  t.strictSame((await listOrders(db, { search: 'ui' })).rows, [])
})

// Search by letter indexes: the same results as a scan of all names.
import t from 'tap'
import { fillShop } from '../../../../scripts/sample/shop.ts'
import { join, sql } from '../../../../src/db/sql.ts'
import { foldText, foldWords, phoneDigits } from '../../../../src/lib/text/normalize.ts'
import { ORDER_SORTS } from '../../../../src/schemas/orders/index.ts'
import { listOrders } from '../../../../src/services/orders/lists/list.ts'
import {
  orderMatches,
  type SearchStrategy,
  searchBranches,
  searchStrategy,
} from '../../../../src/services/orders/lists/search.ts'
import { build } from '../../../support/app.ts'

const app = await build(t)
const { db } = app
const now = new Date('2026-11-21T14:30:00Z')
const size = { orders: 400, photographed: 0, seed: 3, now, owner: null, progress: () => {} }
await fillShop(db, { ...size, byRows: true })

interface Seen {
  id: number
  number: number
  name: string
  email: string | null
  phone: string
}

const items = new Map<number, string[]>()
for (const { id, name } of await db.all<{ id: number; name: string }>(sql`
  SELECT order_id AS id, item_name AS name FROM order_items`)) {
  items.set(id, [...(items.get(id) ?? []), foldText(name)])
}
const orders = (
  await db.all<Seen>(sql`
    SELECT o.id, o.number, c.name, c.email, c.phone_digits AS phone
    FROM orders o
    JOIN customers c ON c.id = o.customer_id
    ORDER BY o.id`)
).map((order) => ({ ...order, name: foldText(order.name), folded: foldText(order.email ?? '') }))

/** Result of a scan of every customer and item, without index and SQL. */
function slowly(search: string): number[] {
  const words = foldWords(search)
  const whole = foldText(search)
  const typed = phoneDigits(search)
  const isPhone = /^[\d\s()+./-]+$/.test(search) && typed.length >= 2
  const number = Number(/^#?(\d{1,15})$/.exec(search)?.[1] ?? 0)
  const isPhoneOf = (phone: string) =>
    isPhone &&
    (phone.includes(typed) ||
      (typed.length >= 7 && phone.includes(typed.replace(/^0+/, ''))) ||
      (search.startsWith('+44') && new RegExp(`^0?${typed.slice(2)}`).test(phone)))
  // One or two letters match at the beginning of words, and a search of only these at the beginning of names.
  const short = words.filter((word) => word.length < 3)
  const onlyShort = short.length === words.length
  const isIn = (name: string, ...texts: string[]) =>
    words.every((word) =>
      word.length < 3
        ? ` ${name}`.includes(` ${word}`)
        : [name, ...texts].some((text) => text.includes(word)),
    ) &&
    (!onlyShort || short.some((word) => name.startsWith(word)))
  return orders
    .filter(
      (order) =>
        (isPhone
          ? order.name.includes(whole) || (order.email ?? '').includes(search)
          : isIn(order.name, order.folded, order.phone)) ||
        isPhoneOf(order.phone) ||
        order.number === number ||
        (!onlyShort && items.get(order.id)?.some((name) => isIn(name))),
    )
    .map(({ id }) => id)
}

async function quickly(search: string, strategy?: SearchStrategy): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`
    SELECT o.id FROM orders o WHERE ${orderMatches('o', search, strategy)} ORDER BY o.id`)
  return rows.map(({ id }) => id)
}

/** Results of each search branch separately. */
async function byBranches(search: string): Promise<number[]> {
  const branches = searchBranches('o', search).map(
    (branch) => sql`SELECT o.id FROM orders o WHERE ${branch}`,
  )
  const rows = await db.all<{ id: number }>(sql`${join(branches, ' UNION ')} ORDER BY id`)
  return rows.map(({ id }) => id)
}

/** Parts of stored names, numbers and items, and texts that occur in none. */
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
    'Okafor Amina',
    'hem  bridal',
    'amina 7946',
    '+44 20 7946',
    '"gown" OR hem',
    "o'",
    'a*b',
    'NEAR(x y)',
    '___',
  ]
}

t.test('either search strategy finds the same orders as a scan', async (t) => {
  let total = 0
  for (const search of (await searches()).map((text) => text.trim())) {
    if ([...search].length < 3) continue
    const expected = slowly(search)
    total += expected.length
    const strategy = await searchStrategy(db, search)
    const same = (ids: number[], how: string) => {
      if (ids.join() !== expected.join()) t.strictSame(ids, expected, `${search}, ${how}`)
    }
    same(await quickly(search), 'as it is chosen')
    same(await byBranches(search), 'by branches')
    for (const [many, manyCustomers] of [
      [false, false],
      [true, false],
      [true, true],
    ] as const) {
      const ids = await quickly(search, { items: strategy?.items ?? true, many, manyCustomers })
      same(ids, many ? 'one by one' : 'gathered')
    }
  }
  t.ok(total > 400)
})

t.test('paging through search results is complete, in every sort order', async (t) => {
  for (const search of ['amina', 'hem', '1003', '077']) {
    const expected = slowly(search)
    for (const sort of ORDER_SORTS) {
      const pages: number[][] = []
      let cursor: string | undefined
      do {
        const page = await listOrders(db, { search, sort, limit: 7, ...(cursor && { cursor }) })
        pages.push(page.rows.map(({ id }) => id))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      const ids = pages.flat()
      const again = await listOrders(db, { search, sort, limit: 7, page: 2 })
      t.strictSame(
        again.rows.map(({ id }) => id),
        pages[1] ?? [],
        `${search} by ${sort}, page 2`,
      )
      t.strictSame(
        ids.toSorted((a, b) => a - b),
        expected,
        `${search} by ${sort}`,
      )
    }
  }
})

t.test('new names, changed names and renamed items are found at once', async (t) => {
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

t.test('one or two letters are searched for at the beginning of names only', async (t) => {
  const rows = (await listOrders(db, { search: 'xe', limit: 200 })).rows
  t.ok(rows.length > 0)
  t.ok(rows.every(({ customerId }) => customerId === rows[0]?.customerId))
  t.strictSame((await listOrders(db, { search: 'ui' })).rows, [])
})

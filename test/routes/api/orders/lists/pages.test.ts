// Paging of order lists in every sort order, by cursor and by number.
import t from 'tap'
import { ORDER_SORTS } from '../../../../../src/schemas/orders/index.ts'
import { everyPage, openShop, refused } from '../../../../support/api.ts'
import { type Row, takeSixtyOrders } from '../../../../support/shop/sixty-orders.ts'

const shop = await openShop(t)
const { owner } = shop
const rows = await takeSixtyOrders(shop, 'Europe/Berlin')
const present = rows.filter((row) => !row.archivedAt)

const list = async (query: string) => (await owner.get(`/api/orders?${query}`)).json()

t.test('in every sort order each row comes once, also with equal or missing values', async (t) => {
  const value: Record<string, (row: Row) => string | number> = {
    createdAt: (row) => row.dateOfCreation,
    deadline: (row) => row.deadline ?? '9999',
    number: (row) => row.number,
    totalAmount: (row) => Number(row.totalAmount),
  }
  for (const sort of ORDER_SORTS) {
    const way = sort.startsWith('-') ? -1 : 1
    const of = value[sort.replace('-', '')] as (row: Row) => string | number
    const expected = present
      .toSorted((a, b) => way * (Number(of(a) > of(b)) - Number(of(a) < of(b)) || a.id - b.id))
      .map(({ id }) => id)
    for (const limit of [1, 7, 200]) {
      const seen = await everyPage<Row>(owner, `/api/orders?sort=${sort}&limit=${limit}`)
      t.strictSame(
        seen.map(({ id }) => id),
        expected,
        `${sort} by ${limit}`,
      )
    }
  }
  t.strictSame(
    (await list('limit=5')).data,
    (await list('limit=5&sort=-createdAt')).data,
    'the newest first unless said otherwise',
  )
})

t.test('the Link header leads to the next page, with the filter', async (t) => {
  const all = (await list('sort=number&limit=200')).data
  const third = await owner.get('/api/orders?sort=number&limit=10&page=3')
  t.strictSame(third.json().data, all.slice(20, 30))
  const link = /^<([^>]+)>; rel="next"$/.exec(String(third.headers.link))?.[1] ?? ''
  t.notMatch(link, 'page=')
  t.strictSame((await owner.get(link)).json().data, all.slice(30, 40))
  t.strictSame((await list('limit=10&page=99')).data, [])
  const last = await owner.get('/api/orders?limit=200')
  t.equal(last.headers.link, undefined)
  t.equal(last.json().total, undefined, 'only counted when asked')
})

t.test('a cursor works only for its own list and sort order', async (t) => {
  const { nextCursor } = await list('sort=number&limit=1')
  const forged = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url')
  const wrong = [
    `sort=-number&cursor=${nextCursor}`,
    `sort=createdAt&cursor=${nextCursor}`,
    `cursor=${nextCursor}`,
    `sort=number&cursor=${forged(['orders number', 1e300, 1])}`,
    `sort=number&cursor=${forged(['orders number', '1000', 1])}`,
    `sort=number&cursor=${forged(['orders number', 1000, null])}`,
    `sort=number&cursor=${forged({ length: 3 })}`,
    'cursor=%00',
    'cursor=',
  ]
  for (const query of wrong) {
    const answer = await owner.get(`/api/orders?${query}`)
    if (query === 'cursor=') t.equal(answer.statusCode, 200, 'an empty cursor is none')
    else t.equal(answer.statusCode, 400, query)
  }
  refused(t, await owner.get(`/api/customers?cursor=${nextCursor}`), 400, 'invalid_cursor')
})

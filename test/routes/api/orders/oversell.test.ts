// Twenty buyers at once for five pieces, by every way in which the shop sells: five get one, fifteen are told what is left.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { openShop } from '../../../support/api.ts'
import { buyersOf } from '../../../support/buyers.ts'
import { addVariant } from '../../../support/shop/products.ts'
import { stockOf } from '../../../support/shop/stock.ts'

const ROUNDS = Number(process.env.STOCK_ROUNDS ?? 100)

const { app, owner } = await openShop(t)
const buyers = await buyersOf(app, owner)

t.test('never more is sold than there is', async (t) => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id } = await addVariant(owner)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => buyers[(at + round) % buyers.length]?.(id)),
    )
    const [sold, refused] = [201, 409].map((code) =>
      answers.filter((answer) => answer?.status === code),
    )
    t.strictSame([sold?.length, refused?.length], [5, 15], `round ${round}`)
    t.ok(
      refused?.every((answer) => answer?.left === 0),
      'each is told what is left',
    )
    const row = await app.db.get<{
      stock: number
      moved: number
      reserved: number
      held: number
    }>(sql`
      SELECT stock, reserved,
             (SELECT CAST(sum(delta) AS BIGINT) FROM stock_movements WHERE variant_id = v.id) AS moved,
             (SELECT CAST(coalesce(sum(quantity), 0) AS BIGINT) FROM stock_holds
              WHERE variant_id = v.id AND state = 'active') AS held
      FROM variants v WHERE v.id = ${id}`)
    t.strictSame(row, { stock: 0, reserved: 0, moved: 0, held: 0 })
  }
  await stockOf(app, 1).booksAreRight(t, 'after all rounds')
})

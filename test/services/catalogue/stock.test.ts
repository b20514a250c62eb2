// Stock under pressure: it cannot be oversold, quantities are exact, and the books stay right.
import fc from 'fast-check'
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { checkIntegrity } from '../../../src/services/audit/integrity.ts'
import { consumeHolds, releaseHolds } from '../../../src/services/catalogue/stock/holds.ts'
import { moveStock } from '../../../src/services/catalogue/stock/movements.ts'
import { putBack, takeStock } from '../../../src/services/catalogue/stock/take.ts'
import { openShop } from '../../support/api.ts'
import { ENGINE } from '../../support/database/index.ts'
import { addOrder } from '../../support/shop/factories.ts'
import { addVariant, readVariant, SILK } from '../../support/shop/products.ts'
import { refusalOf, stockOf } from '../../support/shop/stock.ts'

const { app, owner } = await openShop(t)
const { id: orderId } = await addOrder(owner)
const { write, take, hold, booksAreRight } = stockOf(app, orderId)

/** Rounds of twenty buyers; fewer on PostgreSQL, where each conflict is a retry. */
const ROUNDS = Number(process.env.STOCK_ROUNDS ?? (ENGINE === 'sqlite' ? 100 : 20))

t.test(
  'of twenty buyers at once five get one of five, and fifteen are told what is left',
  async (t) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id: variantId } = await addVariant(owner)
      const one = { variantId, quantity: 1000 }
      const buyers = Array.from({ length: 20 }, (_, at) =>
        refusalOf(at % 2 === 0 ? take(one) : hold(`order:${round}-${at}`, [one])),
      )
      const refusals = (await Promise.all(buyers)).filter((one) => one !== undefined)
      t.equal(refusals.length, 15, `round ${round}`)
      for (const { code, kind, extras, message } of refusals) {
        t.strictSame([kind, code], ['conflict', 'out_of_stock'])
        t.match(extras.members, { short: [{ variantId, wanted: 1, available: 0 }] })
        t.match(message, 'Silk scarf: 0 left.')
      }
      t.match(await readVariant(owner, variantId), { available: 0 })
    }
    await booksAreRight(t, 'after all rounds')
  },
)

t.test('two lines of one variant count together, and all short lines are named', async (t) => {
  const { id: variantId } = await addVariant(owner)
  const silk = await addVariant(owner, SILK)
  const three = { variantId, quantity: 3000 }
  const refusal = await refusalOf(take(three, { variantId: silk.id, quantity: 20_001 }, three))
  t.match(refusal?.extras.members, {
    short: [
      { variantId, wanted: 6, available: 5, productName: 'Silk scarf', sku: /SILK-SCARF/ },
      { variantId: silk.id, wanted: 20.001, available: 20 },
    ],
  })
  t.equal((await refusalOf(hold('order:two', [three, three])))?.code, 'out_of_stock')
  t.match(await readVariant(owner, variantId), { stock: 5, reserved: 0 })
  t.match(await readVariant(owner, silk.id), { stock: 20 })
  const moved = await owner.get(`/api/variants/${variantId}/movements?total=true`)
  t.equal(moved.json().total, 1, 'nothing but the opening')
})

t.test('the database itself refuses what no service does', async (t) => {
  const { id: variantId } = await addVariant(owner)
  for (const broken of [
    sql`UPDATE variants SET stock = -1000 WHERE id = ${variantId}`,
    sql`UPDATE variants SET reserved = 6000 WHERE id = ${variantId}`,
    sql`UPDATE variants SET reserved = -1000 WHERE id = ${variantId}`,
    sql`UPDATE variants SET stock = 4500 WHERE id = ${variantId}`,
    sql`UPDATE stock_movements SET delta = 1000 WHERE variant_id = ${variantId}`,
    sql`DELETE FROM stock_movements WHERE variant_id = ${variantId}`,
  ]) {
    await t.rejects(app.db.write((tx) => tx.run(broken)))
  }
  t.match(await readVariant(owner, variantId), { stock: 5, reserved: 0 })
})

t.test(
  'cloth is exact to the millimetre: 1,000 issues and returns end where they began',
  async (t) => {
    const { id: variantId } = await addVariant(owner, SILK)
    const seed = Number(process.env.STOCK_SEED ?? Date.now() % 2 ** 31)
    const quantities = fc.sample(fc.integer({ min: 1, max: 9999 }), { numRuns: 500, seed })
    await write(async (tx) => {
      for (const quantity of quantities) {
        await takeStock(tx, [{ variantId, quantity }], { reason: 'issued', orderId })
        await putBack(tx, [{ variantId, quantity }], { reason: 'given_back', orderId })
      }
    })
    t.match(await readVariant(owner, variantId), { stock: 20 }, `seed ${seed}`)
    await take({ variantId, quantity: 3500 })
    t.match(await readVariant(owner, variantId), { stock: 16.5 })
  },
)

const step = fc.record({
  what: fc.constantFrom('take', 'back', 'hold', 'release', 'consume', 'receive', 'lose'),
  holder: fc.integer({ min: 1, max: 3 }),
  pieces: fc.integer({ min: 1, max: 6 }),
})

t.test('after any movements stock is their sum, and reserved what holds keep', async (t) => {
  const seed = Number(process.env.STOCK_SEED ?? Date.now() % 2 ** 31)
  const runs = fc.sample(fc.array(step, { minLength: 4, maxLength: 12 }), { numRuns: 25, seed })
  for (const steps of runs) {
    const { id: variantId } = await addVariant(owner)
    const one = ({ what, holder: number, pieces }: (typeof steps)[number]) => {
      const line = { variantId, quantity: pieces * 1000 }
      const holder = `order:${variantId}-${number}`
      const doing = {
        take: () => take(line),
        back: () => write((tx) => putBack(tx, [line], { reason: 'cancelled', orderId })),
        hold: () => hold(holder, [line]),
        release: () => write((tx) => releaseHolds(tx, holder)),
        consume: () => write((tx) => consumeHolds(tx, holder, orderId)),
        receive: () =>
          write((tx) => moveStock(tx, variantId, { delta: pieces, reason: 'received' })),
        lose: () => write((tx) => moveStock(tx, variantId, { delta: -pieces, reason: 'lost' })),
      }
      return refusalOf(doing[what]())
    }
    await Promise.all(steps.map(one))
    const { stock, reserved, available } = await readVariant(owner, variantId)
    t.ok(stock >= reserved && reserved >= 0 && available === stock - reserved, `seed ${seed}`)
  }
  await booksAreRight(t, `seed ${seed}`)
})

t.test('the check of the books names a variant whose stock does not follow', async (t) => {
  const { id: variantId } = await addVariant(owner, { name: 'Brooch', price: '9.00', stock: 2 })
  await hold('order:books', [{ variantId, quantity: 1000 }])
  await app.db.write((tx) =>
    tx.run(sql`UPDATE variants SET stock = 7000, reserved = 3000 WHERE id = ${variantId}`),
  )
  const { problems, checked } = await checkIntegrity(app.db)
  t.strictSame(problems, [
    {
      table: 'variants',
      id: variantId,
      detail:
        'BROOCH: The stock is stored as 7, but 2 follows from its movements. What buyers keep is stored as 3, but 1 follows from their holds.',
    },
  ])
  t.ok(checked.variants > 20)
})

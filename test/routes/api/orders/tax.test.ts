// Tax included in prices or added to them, and the smallest unit of each currency.
import fc from 'fast-check'
import t from 'tap'
import { eventsOf, openShop, wrongFields } from '../../../support/api.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { setTax } from '../../../support/shop/taxes.ts'

const { app, owner } = await openShop(t)

const SCARVES = { itemName: 'Silk scarf', quantity: 3, unitPrice: '33.33' }
const put = (id: number, patch: object) => owner.put(`/api/orders/${id}`, patch)

t.test('tax is included or added; an order keeps the mode it was created with', async (t) => {
  const before = await addOrder(owner)
  await setTax(app, 'inclusive', '20')
  const inclusive = await addOrder(owner, { discount: { amount: '5.50' } })
  t.match(inclusive, {
    taxMode: 'inclusive',
    taxRate: '20',
    taxLabel: 'VAT',
    taxAmount: '30.00',
    netAmount: '150.00',
    totalAmount: '180.00',
  })
  await setTax(app, 'exclusive', '8.875')
  const exclusive = await addOrder(owner, { items: [SCARVES] })
  const sums = { taxAmount: '8.87', netAmount: '99.99', totalAmount: '108.86' }
  t.match(exclusive, { taxMode: 'exclusive', taxRate: '8.875', ...sums })
  const [placed] = await eventsOf(app, 'order', exclusive.id)
  t.match(placed?.data, { taxRate: '8.875', ...sums })

  const edited = (await put(inclusive.id, { discount: null })).json()
  t.match(edited, { taxRate: '20', taxAmount: '30.92', netAmount: '154.58', totalAmount: '185.50' })
  const [, updated] = await eventsOf(app, 'order', inclusive.id)
  t.match(updated?.data, { taxAmount: { before: '30.00', after: '30.92' } })
  const untaxed = (await put(before.id, { discount: { percent: 10 } })).json()
  t.match(untaxed, { taxMode: 'none', taxAmount: '0.00', totalAmount: '166.95' })
  await setTax(app, 'none')
})

const anyDiscount = fc.option(
  fc.integer({ min: 1, max: 10_000 }).map((p) => ({ percent: p / 100 })),
)
const anyItem = fc.record({
  itemName: fc.constant('Hem'),
  quantity: fc.integer({ min: 1, max: 99 }),
  unitPrice: fc.integer({ min: 0, max: 9_999_999 }),
  discount: anyDiscount,
})

for (const [currency, digits] of [
  ['JPY', 0],
  ['EUR', 2],
  ['KWD', 3],
] as const) {
  t.test(`in ${currency} the amounts add up to the smallest unit`, async (t) => {
    const shop = await openShop(t, { currency })
    const units = (amount: string) => Number(amount.replace('.', ''))
    const check = async (items: object[], discount: unknown, exclusive: boolean, rate: number) => {
      await setTax(shop.app, exclusive ? 'exclusive' : 'inclusive', String(rate / 1000))
      const order = await addOrder(shop.owner, { items, discount })
      const { subtotal, discountAmount, taxAmount, netAmount, totalAmount } = order
      for (const amount of [subtotal, discountAmount, taxAmount, netAmount, totalAmount]) {
        t.equal(amount.split('.')[1]?.length ?? 0, digits)
      }
      const lines = order.items.map((item: { lineTotal: string }) => units(item.lineTotal))
      t.equal(
        units(subtotal),
        lines.reduce((sum: number, line: number) => sum + line, 0),
      )
      t.equal(units(netAmount) + units(taxAmount), units(totalAmount), 'net + tax = gross')
      const discounted = units(subtotal) - units(discountAmount)
      t.equal(exclusive ? units(netAmount) : units(totalAmount), discounted)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyItem, { minLength: 1, maxLength: 5 }),
        anyDiscount,
        fc.boolean(),
        fc.integer({ min: 0, max: 30_000 }),
        check,
      ),
      { numRuns: 20 },
    )
  })
}

t.test('each currency has its own smallest unit', async (t) => {
  const priced = async (currency: string, unitPrice: string) => {
    const shop = await openShop(t, { currency })
    await setTax(shop.app, 'exclusive', '10')
    const items = [{ itemName: 'Kimono', quantity: 3, unitPrice, discount: { percent: '10' } }]
    const order = await addOrder(shop.owner, { items })
    const tooFine = { amount: currency === 'JPY' ? '1.5' : '0.0001' }
    t.strictSame(
      wrongFields(await shop.owner.put(`/api/orders/${order.id}`, { discount: tooFine })),
      {
        '/discount/amount': 'amount',
      },
    )
    return [order.items[0].discountAmount, order.subtotal, order.taxAmount, order.totalAmount]
  }
  t.strictSame(await priced('JPY', '3335'), ['1001', '9004', '900', '9904'])
  t.strictSame(await priced('EUR', '33.33'), ['10.00', '89.99', '9.00', '98.99'])
  t.strictSame(await priced('KWD', '3.335'), ['1.001', '9.004', '0.900', '9.904'])
})

t.test('the total with its tax can be paid', async (t) => {
  await setTax(app, 'exclusive', '10')
  const items = [{ itemName: 'Palace', quantity: 1, unitPrice: '9999999999.99' }]
  const refusal = await owner.post('/api/orders', { customerId: 1, items })
  t.strictSame(wrongFields(refusal), { '/items': 'maximum' })
})

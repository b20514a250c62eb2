// Calculation of discounts, tax and totals.
import fc from 'fast-check'
import t from 'tap'
import {
  type Line,
  lineAmounts,
  orderAmounts,
  shareOf,
  type Taxed,
  taxOn,
} from '../../../src/services/orders/prices/arithmetic.ts'

const line = (quantity: number, unitPrice: number, more: Partial<Line> = {}): Line => ({
  quantity,
  unitPrice,
  discountKind: null,
  discountValue: null,
  ...more,
})
const percent = (value: number) => ({ discountKind: 'percent', discountValue: value }) as const
const off = (value: number) => ({ discountKind: 'amount', discountValue: value }) as const
const NOTHING = { discountKind: null, discountValue: null }
const untaxed = { taxMode: 'none', taxRate: 0 } as const

t.test('10 % off 3 x 33.33 is 89.99', (t) => {
  t.strictSame(lineAmounts(line(3, 3333, percent(1000))), {
    discountAmount: 1000,
    lineTotal: 8999,
  })
  const order = { ...percent(1000), ...untaxed }
  t.match(orderAmounts(order, [line(3, 3333)]), { discountAmount: 1000, totalAmount: 8999 })
  t.end()
})

t.test('halves are rounded up', (t) => {
  for (const [amount, part, whole, rounded] of [
    [1, 5000, 10000, 1],
    [3, 5000, 10000, 2],
    [1, 4999, 10000, 0],
    [5, 1000, 10000, 1],
    [4, 1000, 10000, 0],
    [9999, 1000, 10000, 1000],
    [0, 10000, 10000, 0],
    [7, 10000, 10000, 7],
  ] as const) {
    t.equal(shareOf(amount, part, whole), rounded, `${part} / ${whole} of ${amount}`)
  }
  t.end()
})

t.test('the largest amounts are exact', (t) => {
  const most = 9_999_999_999_999 // 9,999,999,999.999 in a currency of three decimals
  t.equal(shareOf(most, 9999, 10000), 9_998_999_999_999)
  t.equal(shareOf(most, 100_000, 200_000), 5_000_000_000_000)
  t.end()
})

t.test('tax is included in the price or added to it', (t) => {
  const inclusive = { taxMode: 'inclusive', taxRate: 20_000 } as const
  const exclusive = { taxMode: 'exclusive', taxRate: 8_875 } as const
  t.strictSame(orderAmounts({ ...NOTHING, ...inclusive }, [line(1, 12_000)]), {
    subtotal: 12_000,
    discountAmount: 0,
    taxAmount: 2_000,
    totalAmount: 12_000,
  })
  t.strictSame(orderAmounts({ ...NOTHING, ...exclusive }, [line(1, 9_999)]), {
    subtotal: 9_999,
    discountAmount: 0,
    taxAmount: 887, // 887.41
    totalAmount: 10_886,
  })
  t.equal(taxOn(9_999, { taxMode: 'inclusive', taxRate: 19_000 }), 1_596, '1596.48')
  t.equal(taxOn(9_999, { taxMode: 'inclusive', taxRate: 0 }), 0)
  t.equal(taxOn(9_999, { taxMode: 'none', taxRate: 19_000 }), 0)
  t.end()
})

t.test('lines are discounted first, then the order, then tax is calculated', (t) => {
  const order = { ...percent(500), taxMode: 'exclusive', taxRate: 20_000 } as const
  t.strictSame(orderAmounts(order, [line(3, 3333, percent(1000)), line(1, 5000, off(999))]), {
    subtotal: 13_000, // 89.99 + 40.01
    discountAmount: 650,
    taxAmount: 2_470,
    totalAmount: 14_820,
  })
  t.end()
})

t.test('each currency rounds to its own smallest unit', (t) => {
  const order = { ...percent(1000), taxMode: 'inclusive', taxRate: 10_000 } as const
  const sums = (unitPrice: number) => {
    const { discountAmount, taxAmount, totalAmount } = orderAmounts(order, [line(1, unitPrice)])
    return [discountAmount, taxAmount, totalAmount]
  }
  t.strictSame(sums(1_985), [199, 162, 1_786], 'JPY: 198.5 and 162.36')
  t.strictSame(sums(198_550), [19_855, 16_245, 178_695], 'EUR: 1985.50')
  t.strictSame(sums(1_985_505), [198_551, 162_450, 1_786_954], 'KWD: 1985.505')
  t.end()
})

/** Compares fractions without a float: |rounded - amount * part / whole| is at most one half. */
const isNearest = (rounded: number, amount: number, part: number, whole: number) => {
  const twice = 2n * (BigInt(rounded) * BigInt(whole) - BigInt(amount) * BigInt(part))
  return twice > -BigInt(whole) && twice <= BigInt(whole)
}

const amount = fc.integer({ min: 0, max: 9_999_999_999_999 })
const discounted = fc.oneof(fc.constant(NOTHING), fc.integer({ min: 1, max: 10_000 }).map(percent))
const lines = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 100_000_000 }), discounted)
    .map(([quantity, unitPrice, more]) => line(quantity, unitPrice, more)),
  { minLength: 1, maxLength: 100 },
)
const taxed: fc.Arbitrary<Taxed> = fc.record({
  taxMode: fc.constantFrom('none', 'inclusive', 'exclusive'),
  taxRate: fc.integer({ min: 0, max: 100_000 }),
})

t.test('a share is the nearest whole unit, for any numbers', (t) => {
  const whole = fc.constantFrom(10_000, 100_000, 120_000, 119_000, 108_875)
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 100_000 }), whole, (units, part, of) =>
      isNearest(shareOf(units, part, of), units, part, of),
    ),
  )
  t.end()
})

t.test('for any order, no amount is negative and all amounts are consistent', (t) => {
  fc.assert(
    fc.property(lines, discounted, taxed, (items, discount, tax) => {
      const { subtotal, ...sums } = orderAmounts({ ...discount, ...tax }, items)
      const net = sums.totalAmount - sums.taxAmount
      const after = subtotal - sums.discountAmount
      return (
        subtotal === items.reduce((sum, one) => sum + lineAmounts(one).lineTotal, 0) &&
        after >= 0 &&
        sums.taxAmount >= 0 &&
        net >= 0 &&
        Number.isSafeInteger(sums.totalAmount) &&
        (tax.taxMode === 'exclusive' ? net === after : sums.totalAmount === after)
      )
    }),
  )
  t.end()
})

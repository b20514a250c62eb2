// Percentages: parsing, formatting and the stored integers.
import t from 'tap'
import { formatPercent, parsePercent } from '../../../src/lib/money/percents.ts'
import { formatsFor } from '../../../src/views/helpers/formats.ts'

t.test('a percentage is converted both ways without loss', (t) => {
  for (const [text, digits, value, told = text] of [
    ['0', 2, 0],
    ['10', 2, 1000],
    [12.5, 2, 1250, '12.5'],
    ['12.50', 2, 1250, '12.5'],
    ['0.01', 2, 1],
    ['100', 2, 10_000],
    ['100.00', 2, 10_000, '100'],
    ['8.875', 3, 8875],
    ['20', 3, 20_000],
    ['0.001', 3, 1],
  ] as const) {
    t.equal(parsePercent(text, digits, ''), value, String(text))
    t.equal(formatPercent(value, digits), told)
  }
  t.end()
})

t.test('an invalid percentage is refused with its position', (t) => {
  for (const text of ['', 'ten', '-1', '1e1', '12,5', '12.345', '100.01', '101', '1000', ' . ']) {
    t.throws(
      () => parsePercent(text, 2, '/discount/percent'),
      { code: 'invalid_input', extras: { errors: [{ pointer: '/discount/percent' }] } },
      text,
    )
  }
  t.end()
})

t.test("percentages are formatted in the shop's locale", (t) => {
  const shop = { currency: 'EUR', timeZone: 'Europe/Berlin' }
  t.equal(formatsFor({ ...shop, locale: 'en-GB' }).percent(8875, 3), '8.875%')
  t.equal(formatsFor({ ...shop, locale: 'de-DE' }).percent(1250, 2), '12,5\u00a0%')
  t.end()
})

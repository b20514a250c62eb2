// Money text: amounts inside sentences, in the shop's locale and currency.
import t from 'tap'
import { moneyText } from '../../../src/lib/money/money-text.ts'

t.test("an amount is formatted in the shop's locale", async (t) => {
  t.equal(moneyText(15_800, { currency: 'GBP', locale: 'en-GB' }), '£158.00')
  t.equal(moneyText(15_800, { currency: 'EUR', locale: 'de-DE' }), '158,00\u00a0€')
  t.equal(moneyText(15_800, { currency: 'JPY', locale: 'ja-JP' }), '￥15,800')
})

t.test('a right-to-left amount is isolated within an English sentence', async (t) => {
  const text = moneyText(15_800, { currency: 'EGP', locale: 'ar-EG' })
  t.match(text, /^\u2068.*\u2069$/su)
})

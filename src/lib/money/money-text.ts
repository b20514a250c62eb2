// Amounts inside sentences, as people read them: '£158.00', in Germany '158,00 €'.
import { isolateBidi } from '../text/normalize.ts'
import { formatAmount } from './amounts.ts'

export interface ShopMoney {
  currency: string
  locale: string
}

/** @param units smallest units */
export function moneyText(units: number, { currency, locale }: ShopMoney): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const amount = formatAmount(units, currency) as Intl.StringNumericLiteral
  return isolateBidi(format.format(amount))
}

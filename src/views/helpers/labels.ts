// Codes of the API as labels: 'bank_transfer' becomes "Bank transfer".
import type { Payment } from '../../schemas/orders/payments.ts'
import type { FieldOption } from './field.ts'
import type { Formats } from './formats.ts'

export const labelOf = (code: string): string =>
  code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')

export const optionsOf = (codes: readonly string[]): FieldOption[] =>
  codes.map((value) => ({ value, label: labelOf(value) }))

export const employeeOptions = (
  employees: readonly { id: number; name: string }[],
): FieldOption[] => employees.map(({ id, name }) => ({ value: String(id), label: name }))

type Entry = Pick<Payment, 'kind' | 'method' | 'reversesId'>

/** An entry of the ledger: "Deposit, cash". A reversal of kind `refund` takes a payment back. */
export function ledgerEntryLabel({ kind, method, reversesId }: Entry): string {
  const reversed = kind === 'refund' ? 'Payment reversed' : 'Refund reversed'
  const what = reversesId === null ? labelOf(kind) : reversed
  return `${what}, ${method.replace('_', ' ')}`
}

/** The hint beside a new order's deposit; null where the shop has no usual one. */
export function depositHint(
  { kind, value }: { kind: 'none' | 'amount' | 'percent'; value: string },
  fmt: Formats,
): string | null {
  if (kind === 'none') return null
  const usual = kind === 'percent' ? `${value} % of the total` : fmt.moneyOf(value)
  return `Usual deposit: ${usual}.`
}

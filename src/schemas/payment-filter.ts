// Which rows of the ledger a list or a file shows.
import { type Static, Type } from '@sinclair/typebox'
import { Day } from './common.ts'
import { PAYMENT_KINDS, PAYMENT_METHODS } from './order-status.ts'

const several = (name: string, values: readonly string[]) =>
  Type.String({
    pattern: `^(${values.join('|')})(,(${values.join('|')}))*$`,
    description: 'One or several, separated by commas',
    'x-hint': `${name} must be one of: ${values.join(', ')}; several are separated by commas.`,
    'x-list': { type: 'string', enum: values },
    examples: [values.slice(0, 2).join(',')],
  })

export const PaymentFilter = Type.Object(
  {
    from: Type.Optional({ ...Day, description: 'Received on this day of the shop or later' }),
    to: Type.Optional({ ...Day, description: 'Received on this day of the shop or earlier' }),
    method: Type.Optional(several('A method', PAYMENT_METHODS)),
    kind: Type.Optional(several('A kind', PAYMENT_KINDS)),
  },
  { additionalProperties: false },
)
export type PaymentFilter = Static<typeof PaymentFilter>

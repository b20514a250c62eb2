// The cash sheet: the money of one day, by payment method and by employee.
import type { Reader } from '../../db/database.ts'
import { sql, where } from '../../db/sql.ts'
import { PAYMENT_METHODS, type PaymentMethod } from '../../schemas/shop/payment-methods.ts'
import { findSettings } from '../shop/settings/read.ts'
import { type LedgerRow, paymentConditions, selectLedgerRows } from './payments.ts'

/** Smallest currency units. Reversals move no money, so they are in neither `in` nor `out`. */
export interface Flow {
  in: number
  out: number
  /** The sum of reversals; may be negative. */
  corrected: number
  net: number
}

export interface CashSheet extends Flow {
  day: string
  byMethod: ({ method: PaymentMethod } & Flow)[]
  byPerson: ({ person: string } & Flow)[]
  rows: LedgerRow[]
}

/** @param day in the shop's time zone: '2026-11-21' */
export async function cashSheet(db: Reader, day: string): Promise<CashSheet> {
  const { timeZone } = await findSettings(db)
  const rows = await db.all<LedgerRow>(sql`
    ${selectLedgerRows('p')}
    ${where(paymentConditions('p', { from: day, to: day }, timeZone))}
    ORDER BY p.received_at, p.id`)
  const methods = PAYMENT_METHODS.filter((method) => rows.some((row) => row.method === method))
  const people = [...new Set(rows.map(({ actor }) => actor))].sort()
  return {
    day,
    ...flowOf(rows),
    byMethod: methods.map((method) => ({
      method,
      ...flowOf(rows.filter((row) => row.method === method)),
    })),
    byPerson: people.map((person) => ({
      person,
      ...flowOf(rows.filter(({ actor }) => actor === person)),
    })),
    rows,
  }
}

function flowOf(rows: readonly LedgerRow[]): Flow {
  const flow = { in: 0, out: 0, corrected: 0, net: 0 }
  for (const { kind, amount, reversesId } of rows) {
    const signed = kind === 'refund' ? -amount : amount
    flow.net += signed
    if (reversesId !== null) flow.corrected += signed
    else if (kind === 'refund') flow.out += amount
    else flow.in += amount
  }
  return flow
}

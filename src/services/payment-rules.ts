// The shop's own rules about money: the ways to pay it offers, the deposit it asks for, and what must be paid first.
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { sql } from '../db/sql.ts'
import type { PaymentMethod } from '../schemas/order-status.ts'
import {
  DEPOSIT_PERCENT_DIGITS,
  type DepositKind,
  type PaymentRules,
  type PaymentRulesInput,
} from '../schemas/payment-rules.ts'
import type { Change } from './change.ts'
import { differences, recordEvent } from './events.ts'
import { formatAmount, parseAmount } from './money.ts'
import { formatPercent, parsePercent } from './percents.ts'
import { invalid } from './refusal.ts'
import { expectVersion } from './versions.ts'

/** As they are kept: the deposit in smallest units, or in hundredths of a percent. */
export interface StoredRules {
  methods: readonly PaymentMethod[]
  depositKind: DepositKind
  depositValue: number
  workNeedsDeposit: boolean
  handoverNeedsPayment: boolean
  currency: string
  version: number
}

interface Row extends Omit<StoredRules, 'methods' | 'workNeedsDeposit' | 'handoverNeedsPayment'> {
  methods: string
  workNeedsDeposit: number
  handoverNeedsPayment: number
}

const BEFORE_SETUP: StoredRules = {
  methods: ['cash', 'card', 'transfer', 'mobile_money', 'other'],
  depositKind: 'none',
  depositValue: 0,
  workNeedsDeposit: false,
  handoverNeedsPayment: false,
  currency: 'USD',
  version: 1,
}

const kept = new Kept<StoredRules>()

export const findPaymentRules = (db: Reader): Awaitable<StoredRules> =>
  kept.get(db, 'payment rules', () => readPaymentRules(db))

async function readPaymentRules(db: Reader): Promise<StoredRules> {
  const row = await db.get<Row>(sql`
    SELECT payment_methods AS methods, deposit_kind AS "depositKind", deposit_value AS "depositValue",
           work_needs_deposit AS "workNeedsDeposit", handover_needs_payment AS "handoverNeedsPayment",
           currency, version
    FROM settings
    WHERE id = 1`)
  if (!row) return BEFORE_SETUP
  return {
    ...row,
    methods: row.methods.split(',') as PaymentMethod[],
    workNeedsDeposit: row.workNeedsDeposit === 1,
    handoverNeedsPayment: row.handoverNeedsPayment === 1,
  }
}

/** The rules as people and programs read them: the deposit as a decimal string. */
export function tellRules({ currency, depositValue, ...rules }: StoredRules): PaymentRules {
  return {
    ...rules,
    methods: [...rules.methods],
    depositValue: tellDeposit(rules.depositKind, depositValue, currency),
  }
}

function tellDeposit(kind: DepositKind, value: number, currency: string): string {
  if (kind === 'none') return ''
  return kind === 'amount'
    ? formatAmount(value, currency)
    : formatPercent(value, DEPOSIT_PERCENT_DIGITS)
}

/** @throws Refusal `invalid_input`, `stale_version` */
export async function updatePaymentRules(
  change: Change,
  input: PaymentRulesInput,
  version: number | undefined,
): Promise<PaymentRules> {
  const before = await findPaymentRules(change)
  expectVersion('shop', before.version, version)
  const after = { ...before, ...input, depositValue: parseDeposit(input, before.currency) }
  const data = differences(facts(before), facts(after))
  if (Object.keys(data).length === 0) return tellRules(before)
  await change.run(sql`
    UPDATE settings
    SET payment_methods = ${after.methods.join(',')}, deposit_kind = ${after.depositKind},
        deposit_value = ${after.depositValue}, work_needs_deposit = ${Number(after.workNeedsDeposit)},
        handover_needs_payment = ${Number(after.handoverNeedsPayment)},
        version = version + 1, updated_at = ${change.at}
    WHERE id = 1`)
  await recordEvent(change, 'settings.updated', 'settings', 1, data)
  return tellRules(await findPaymentRules(change))
}

/** What an event says of the rules. */
function facts(rules: StoredRules): Record<string, unknown> {
  const { methods, version, ...told } = tellRules(rules)
  return { paymentMethods: methods.join(', '), ...told }
}

/** Smallest units, or hundredths of a percent. */
function parseDeposit(
  { depositKind, depositValue = '' }: PaymentRulesInput,
  currency: string,
): number {
  if (depositKind === 'none') return 0
  const pointer = '/depositValue'
  if (depositValue.trim() === '') {
    const detail = 'Say how much the deposit is.'
    throw invalid({ pointer, code: 'required', detail })
  }
  return depositKind === 'amount'
    ? parseAmount(depositValue, currency, pointer)
    : parsePercent(depositValue, DEPOSIT_PERCENT_DIGITS, pointer)
}

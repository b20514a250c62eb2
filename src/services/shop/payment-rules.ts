// The payment rules of the shop: payment methods, the deposit, and what must be paid before a status.

import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { VersionedCache } from '../../db/versioned-cache.ts'
import type { Awaitable } from '../../lib/concurrency/awaitable.ts'
import { invalid } from '../../lib/errors/refusal.ts'
import { formatAmount, parseAmount } from '../../lib/money/amounts.ts'
import { formatPercent, parsePercent } from '../../lib/money/percents.ts'
import type { PaymentMethod } from '../../schemas/shop/payment-methods.ts'
import {
  DEPOSIT_PERCENT_DIGITS,
  type DepositKind,
  type PaymentRules,
  type PaymentRulesInput,
} from '../../schemas/shop/payment-rules.ts'
import type { Change } from '../shared/change.ts'
import { differences, recordEvent } from '../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../shared/versions.ts'

/** As stored: the deposit in smallest currency units, or in hundredths of a percent. */
export interface StoredRules {
  methods: readonly PaymentMethod[]
  depositKind: DepositKind
  depositValue: number
  workNeedsDeposit: boolean
  handoverNeedsPayment: boolean
  currency: string
  locale: string
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
  locale: 'en-US',
  version: 1,
}

const rulesCache = new VersionedCache<StoredRules>()

export const findPaymentRules = (db: Reader): Awaitable<StoredRules> =>
  rulesCache.get(db, 'payment rules', () => readPaymentRules(db))

async function readPaymentRules(db: Reader): Promise<StoredRules> {
  const row = await db.get<Row>(sql`
    SELECT payment_methods AS methods, deposit_kind AS "depositKind", deposit_value AS "depositValue",
           work_needs_deposit AS "workNeedsDeposit", handover_needs_payment AS "handoverNeedsPayment",
           currency, locale, version
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

export function paymentRulesJson({
  currency,
  locale,
  depositValue,
  ...rules
}: StoredRules): PaymentRules {
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
  version: ExpectedVersion,
): Promise<PaymentRules> {
  const before = await findPaymentRules(change)
  expectVersion('shop', before.version, version)
  const after = { ...before, ...input, depositValue: parseDeposit(input, before.currency) }
  const data = differences(facts(before), facts(after))
  if (Object.keys(data).length === 0) return paymentRulesJson(before)
  await change.run(sql`
    UPDATE settings
    SET payment_methods = ${after.methods.join(',')}, deposit_kind = ${after.depositKind},
        deposit_value = ${after.depositValue}, work_needs_deposit = ${Number(after.workNeedsDeposit)},
        handover_needs_payment = ${Number(after.handoverNeedsPayment)},
        version = version + 1, updated_at = ${change.at}
    WHERE id = 1`)
  await recordEvent(change, 'settings.updated', 1, data)
  return paymentRulesJson(await findPaymentRules(change))
}

function facts(rules: StoredRules) {
  const { methods, version, ...fields } = paymentRulesJson(rules)
  return { paymentMethods: methods.join(', '), ...fields }
}

/** Returns smallest currency units, or hundredths of a percent. */
function parseDeposit(
  { depositKind, depositValue = '' }: PaymentRulesInput,
  currency: string,
): number {
  if (depositKind === 'none') return 0
  const pointer = '/depositValue'
  if (depositValue.trim() === '') {
    const detail = 'Enter the deposit amount.'
    throw invalid({ pointer, code: 'required', detail })
  }
  return depositKind === 'amount'
    ? parseAmount(depositValue, currency, pointer)
    : parsePercent(depositValue, DEPOSIT_PERCENT_DIGITS, pointer)
}

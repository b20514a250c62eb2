// Template context of the order form: typed values, messages and choices.
import { randomUUID } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../../../db/database.ts'
import { dictionary } from '../../../../lib/dictionary.ts'
import { formatLocalNumber } from '../../../../lib/money/local-format.ts'
import { shopMarks } from '../../../../lib/money/number-separators.ts'
import { chooseAgain } from '../../../../plugins/requests/lost-files.ts'
import type { Duplicate } from '../../../../schemas/people/customers.ts'
import type { Employee } from '../../../../schemas/people/employees.ts'
import { taxNow } from '../../../../services/orders/prices/pricing.ts'
import type { Order } from '../../../../services/orders/types.ts'
import { duplicateWords } from '../../../../services/people/customers/duplicates.ts'
import { findEmployee, listCurrentEmployees } from '../../../../services/people/employees/index.ts'
import { findPaymentRules, paymentRulesJson } from '../../../../services/shop/payment-rules.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import type { ItemRow, ProductSearch } from '../../../../views/contexts/orders/form.ts'
import type { ByField, Refused } from '../../forms.ts'
import { duplicatesIn } from '../../people/duplicates.ts'
import { orderAids } from './aids.ts'
import { customerChoices } from './customer.ts'
import { BLANK_ROW, type OrderFormState, orderFields } from './fields.ts'
import { formatOrderNumbers } from './numbers.ts'
import { NOTHING_SOUGHT, productChoices } from './products.ts'
import { sumsOf } from './sums.ts'
import { bothVersions, describeChoices, openedValues } from './versions.ts'

export interface Shown {
  refused?: Refused | null
  /** Number of photos sent with the form, which have to be chosen again. */
  photosLost?: number
  /** True if typed values were restored, after a sign-in or from the device. */
  restored?: boolean
  /** True while somebody resolves an edit conflict. */
  compares?: boolean
  /** What was looked for in the catalogue. */
  found?: ProductSearch
}

/** The form with typed values and validation messages; `order` is null for a new one. */
export async function orderForm(
  reply: FastifyReply,
  typed: OrderFormState,
  order: Order | null,
  {
    refused = null,
    photosLost = 0,
    restored = false,
    compares = false,
    found = NOTHING_SOUGHT,
  }: Shown = {},
): Promise<FastifyReply> {
  const { db } = reply.server
  const isStale = refused?.refusal.kind === 'stale' && order !== null
  const settings = await findSettings(db)
  const stored = order && orderFields(order, settings)
  const employees = await employeeChoices(db, order)
  let state = typed
  let conflict = null
  if (order && stored && (isStale || compares)) {
    const teller = describeChoices(order, {
      employees,
      ...(await customerChoices(db, typed.values)),
    })
    const both = bothVersions(formatOrderNumbers(typed, settings), stored, teller)
    state = both.state
    conflict = both.differences
  }
  const rows = state.rows.length > 0 ? state.rows : [BLANK_ROW]
  const tax = order ?? taxNow(settings)
  const duplicates = refused ? duplicatesIn(refused.refusal) : []
  return reply.page('orders/form/index', {
    title: order ? `Edit order ${order.number}` : 'New order',
    order,
    values: state.values,
    rows,
    blankRow: BLANK_ROW,
    tax: { taxMode: tax.taxMode, taxRate: tax.taxRate, taxLabel: tax.taxLabel },
    marks: JSON.stringify(shopMarks(settings)),
    sums: sumsOf(state, tax, settings),
    errors: refused ? errorsOf(refused, rows, settings.locale) : null,
    problem: duplicates.length > 0 ? duplicateHint(duplicates) : (refused?.message ?? null),
    savedId: refused?.savedId ?? null,
    conflict,
    version: isStale || !state.values.version ? (order?.version ?? '') : state.values.version,
    was: stored && (isStale || !state.values.was) ? openedValues(stored) : (state.values.was ?? ''),
    idempotencyKey: keyFor(state, refused),
    ...(await depositAsked(db)),
    photosLost,
    photosAgain: photosLost > 0 ? chooseAgain(photosLost, 'photo') : '',
    restored,
    isAnswer: reply.request.method === 'POST',
    employees,
    ...(await customerChoices(db, state.values, duplicates)),
    ...(await orderAids(db, state.values)),
    ...(await productChoices(reply.request, rows, found)),
  })
}

/** By field. Of what is short each row says what is left. */
function errorsOf(
  { refusal, errors }: Refused,
  rows: readonly ItemRow[],
  locale: string,
): ByField | null {
  if (refusal.code !== 'out_of_stock') return errors
  const short = refusal.extras.members?.short as { variantId: number; available: number }[]
  const lines = rows.flatMap(({ variantId }, at) => {
    const line = short.find((other) => String(other.variantId) === variantId)
    const left = line && formatLocalNumber(String(line.available), locale)
    return left ? [[`items.${at}.quantity`, `${left} left.`]] : []
  })
  return dictionary(Object.fromEntries(lines))
}

const duplicateHint = (duplicates: readonly Duplicate[]) =>
  `${duplicateWords(duplicates)} Choose the known customer below, or save again to add a new one.`

async function depositAsked(db: Reader) {
  const { methods, depositKind, depositValue } = paymentRulesJson(await findPaymentRules(db))
  return { methods, deposit: { kind: depositKind, value: depositValue } }
}

/** Current employees, and the one assigned to this order even if archived. */
async function employeeChoices(db: Reader, order: Order | null): Promise<readonly Employee[]> {
  const current = await listCurrentEmployees(db)
  if (!order?.employeeId || current.some(({ id }) => id === order.employeeId)) return current
  const left = await findEmployee(db, order.employeeId)
  return left ? [...current, left] : current
}

/** Idempotency key of the form: kept until the order is saved, replaced if it was used for something else. */
function keyFor({ values }: OrderFormState, refused: Refused | null): string {
  const isUsed = refused?.refusal.code === 'idempotency_key_reused'
  return isUsed || !values.idempotencyKey ? randomUUID() : values.idempotencyKey
}

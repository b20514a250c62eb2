// The page of the order form: what it shows again after a refusal, and what it offers to choose from.
import { randomUUID } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../db/database.ts'
import type { Employee } from '../../schemas/employees.ts'
import { findEmployee, listCurrentEmployees } from '../../services/employees.ts'
import { taxNow } from '../../services/order-pricing.ts'
import type { Order } from '../../services/order-types.ts'
import { findPaymentRules, tellRules } from '../../services/payment-rules.ts'
import { findSettings } from '../../services/settings.ts'
import type { Refused } from './forms.ts'
import { orderAids } from './order-aids.ts'
import { customerChoices } from './order-customer.ts'
import { BLANK_ROW, type OrderFormState, orderFields } from './order-form.ts'
import { sumsOf } from './order-sums.ts'
import { bothVersions, openedWith, tellerOf } from './order-versions.ts'

interface Shown {
  refused?: Refused | null
  /** Photos came with the form, and this page cannot hold on to them. */
  photosLost?: boolean
  /** What was typed before is back, after a sign-in or from the device. */
  restored?: boolean
  /** Somebody is choosing between two versions. */
  compares?: boolean
}

/** The form with what was typed and what was refused; `order` is null for a new one. */
export async function orderForm(
  reply: FastifyReply,
  typed: OrderFormState,
  order: Order | null,
  { refused = null, photosLost = false, restored = false, compares = false }: Shown = {},
): Promise<FastifyReply> {
  const { db } = reply.server
  const isStale = refused?.refusal.kind === 'stale' && order !== null
  const settings = await findSettings(db)
  const stored = order && orderFields(order, settings)
  const employees = await employeeChoices(db, order)
  let state = typed
  let conflict = null
  if (order && stored && (isStale || compares)) {
    const teller = tellerOf(order, { employees, ...(await customerChoices(db, typed.values)) })
    const both = bothVersions(typed, stored, teller)
    state = both.state
    conflict = both.differences
  }
  const tax = order ?? taxNow(settings)
  return reply.page('orders/form', {
    title: order ? `Edit order ${order.number}` : 'New order',
    order,
    values: state.values,
    rows: state.rows.length > 0 ? state.rows : [BLANK_ROW],
    blankRow: BLANK_ROW,
    tax: { taxMode: tax.taxMode, taxRate: tax.taxRate, taxLabel: tax.taxLabel },
    sums: sumsOf(state, tax, settings.currency),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    savedId: refused?.refusal.extras.members?.savedId ?? null,
    conflict,
    version: isStale || !state.values.version ? (order?.version ?? '') : state.values.version,
    was: stored && (isStale || !state.values.was) ? openedWith(stored) : (state.values.was ?? ''),
    idempotencyKey: keyFor(state, refused),
    ...(await depositAsked(db)),
    photosLost,
    restored,
    isAnswer: reply.request.method === 'POST',
    employees,
    ...(await customerChoices(db, state.values)),
    ...(await orderAids(db, state.values)),
  })
}

/** How a deposit is taken, and which one the shop asks for. */
async function depositAsked(db: Reader) {
  const { methods, depositKind, depositValue } = tellRules(await findPaymentRules(db))
  return { methods, deposit: { kind: depositKind, value: depositValue } }
}

/** Everybody who works here, and who makes this order even when they have left since. */
async function employeeChoices(db: Reader, order: Order | null): Promise<readonly Employee[]> {
  const current = await listCurrentEmployees(db)
  if (!order?.employeeId || current.some(({ id }) => id === order.employeeId)) return current
  const left = await findEmployee(db, order.employeeId)
  return left ? [...current, left] : current
}

/** The same key until the order is saved; a new one when the old has been used for something else. */
function keyFor({ values }: OrderFormState, refused: Refused | null): string {
  const isUsed = refused?.refusal.code === 'idempotency_key_reused'
  return isUsed || !values.idempotencyKey ? randomUUID() : values.idempotencyKey
}

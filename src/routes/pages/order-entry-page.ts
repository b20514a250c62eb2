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
import { type Choices, differencesOf } from './order-versions.ts'

interface Shown {
  refused?: Refused | null
  /** Photos came with the form, and this page cannot hold on to them. */
  photosLost?: boolean
  /** What was typed before is back, after a sign-in or from the device. */
  restored?: boolean
}

/** The form with what was typed and what was refused; `order` is null for a new one. */
export async function orderForm(
  reply: FastifyReply,
  state: OrderFormState,
  order: Order | null,
  { refused = null, photosLost = false, restored = false }: Shown = {},
): Promise<FastifyReply> {
  const { db } = reply.server
  const isStale = refused?.refusal.kind === 'stale' && order !== null
  const choices = {
    employees: await employeeChoices(db, order),
    ...(await customerChoices(db, state.values)),
  }
  const settings = await findSettings(db)
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
    conflict: isStale ? await bothVersions(db, state, order, choices) : null,
    version: isStale || !state.values.version ? (order?.version ?? '') : state.values.version,
    idempotencyKey: keyFor(state, refused),
    ...(await depositAsked(db)),
    photosLost,
    restored,
    isAnswer: reply.request.method === 'POST',
    ...choices,
    ...(await orderAids(db, state.values)),
  })
}

/** How a deposit is taken, and which one the shop asks for. */
async function depositAsked(db: Reader) {
  const { methods, depositKind, depositValue } = tellRules(await findPaymentRules(db))
  return { methods, deposit: { kind: depositKind, value: depositValue } }
}

const bothVersions = async (db: Reader, typed: OrderFormState, order: Order, choices: Choices) =>
  differencesOf(typed, orderFields(order, await findSettings(db)), order, choices)

/** Everybody who works here, and who makes this order even when they have left since. */
async function employeeChoices(db: Reader, order: Order | null): Promise<Employee[]> {
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

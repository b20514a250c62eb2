// Taking an order and editing it: one form, which also works when every button is a round trip.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../db/database.ts'
import { IdParams } from '../../schemas/common.ts'
import type { Employee } from '../../schemas/employees.ts'
import { PAYMENT_METHODS } from '../../schemas/order-status.ts'
import { OrderInput, OrderPatch } from '../../schemas/orders.ts'
import { STAFF } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import { findEmployee, listCurrentEmployees } from '../../services/employees.ts'
import { updateOrder } from '../../services/order-edit.ts'
import { createOrder } from '../../services/order-entry.ts'
import type { Order } from '../../services/order-types.ts'
import { getOrder } from '../../services/orders.ts'
import { findSettings } from '../../services/settings.ts'
import { type Form, formOf, type Refused, submitted } from './forms.ts'
import { customerChoices } from './order-customer.ts'
import {
  BLANK_ROW,
  type OrderFormState,
  orderFields,
  orderInputOf,
  typedOrder,
} from './order-form.ts'
import { type Choices, differencesOf } from './order-versions.ts'

const config = { roles: STAFF }

const orderEntry: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/orders/new', { config }, async (request, reply) => {
    const { customerId = '' } = request.query as { customerId?: string }
    const values = Object.assign(Object.create(null), { customerId })
    return orderForm(reply, { values, rows: [BLANK_ROW] }, null)
  })

  app.post('/admin/orders', { config }, async (request, reply) => {
    const form = formOf(request)
    const typed = typedOrder(form)
    if (isHelp(form)) return orderForm(reply, helped(form, typed), null)
    const { timeZone } = await findSettings(app.db)
    return submitted(
      reply,
      () => {
        const input = checked(OrderInput, orderInputOf(form, timeZone))
        return request.once((change) => createOrder(change, input, 'counter'))
      },
      (order) => {
        reply.flash('success', `Order ${order.number} is saved.`)
        return reply.redirect(`/admin/orders/${order.id}`, 303)
      },
      (refused) => orderForm(reply, typed, null, refused),
    )
  })

  app.get(
    '/admin/orders/:id/edit',
    { config, schema: { params: IdParams } },
    async (request, reply) => {
      const order = await getOrder(app.db, request.params.id)
      return orderForm(reply, orderFields(order, await findSettings(app.db)), order)
    },
  )

  app.post(
    '/admin/orders/:id',
    { config, schema: { params: IdParams } },
    async (request, reply) => {
      const form = formOf(request)
      const { id } = request.params
      const typed = typedOrder(form)
      if (isHelp(form)) return orderForm(reply, helped(form, typed), await getOrder(app.db, id))
      const { timeZone } = await findSettings(app.db)
      return submitted(
        reply,
        () => {
          const patch = checked(OrderPatch, orderInputOf(form, timeZone))
          const base = { editedFrom: Number(form.version) || 0 }
          return request.change((change) => updateOrder(change, id, patch, base))
        },
        (order) => {
          reply.flash('success', `Order ${order.number} is saved.`)
          return reply.redirect(`/admin/orders/${id}`, 303)
        },
        async (refused) => orderForm(reply, typed, await getOrder(app.db, id), refused),
      )
    },
  )
}

/** A button that only changes the form: find a customer, one row more or less. */
const isHelp = (form: Form) => 'find' in form || 'addRow' in form || 'removeRow' in form

const helped = (form: Form, { values, rows }: OrderFormState): OrderFormState => ({
  values,
  rows: 'addRow' in form ? [...rows, BLANK_ROW] : rows,
})

/** The form with what was typed and what was refused; `order` is null for a new one. */
async function orderForm(
  reply: FastifyReply,
  state: OrderFormState,
  order: Order | null,
  refused: Refused | null = null,
): Promise<FastifyReply> {
  const { db } = reply.server
  const isStale = refused?.refusal.kind === 'stale' && order !== null
  const choices = {
    employees: await employeeChoices(db, order),
    ...(await customerChoices(db, state.values)),
  }
  return reply.page('orders/form', {
    title: order ? `Edit order ${order.number}` : 'New order',
    order,
    values: state.values,
    rows: state.rows.length > 0 ? state.rows : [BLANK_ROW],
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    savedId: refused?.refusal.extras.members?.savedId ?? null,
    conflict: isStale ? await bothVersions(db, state, order, choices) : null,
    version: isStale || !state.values.version ? (order?.version ?? '') : state.values.version,
    idempotencyKey: keyFor(state, refused),
    methods: PAYMENT_METHODS,
    ...choices,
  })
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

export default orderEntry

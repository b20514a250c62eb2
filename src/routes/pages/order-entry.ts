// Taking an order and editing it: one form, which also works when every button is a round trip.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { IdParams } from '../../schemas/common.ts'
import { PAYMENT_METHODS } from '../../schemas/order-status.ts'
import { OrderInput, OrderPatch } from '../../schemas/orders.ts'
import { STAFF } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import { listCurrentEmployees } from '../../services/employees.ts'
import { updateOrder } from '../../services/order-edit.ts'
import { createOrder } from '../../services/order-entry.ts'
import type { Order } from '../../services/order-types.ts'
import { getOrder } from '../../services/orders.ts'
import { findSettings } from '../../services/settings.ts'
import { type Form, formOf, type Refused, submitted } from './forms.ts'
import { customerChoices } from './order-customer.ts'
import {
  BLANK_ROW,
  differencesOf,
  type OrderFormState,
  orderFields,
  orderInputOf,
  typedOrder,
} from './order-form.ts'

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

function helped(form: Form, typed: OrderFormState): OrderFormState {
  const { values, rows } = typed
  if ('addRow' in form) return { values, rows: [...rows, BLANK_ROW] }
  const removed = Number(form.removeRow ?? Number.NaN)
  return { values, rows: rows.filter((_, index) => index !== removed) }
}

/** The form with what was typed and what was refused; `order` is null for a new one. */
async function orderForm(
  reply: FastifyReply,
  state: OrderFormState,
  order: Order | null,
  refused: Refused | null = null,
): Promise<FastifyReply> {
  const { db } = reply.server
  const settings = await findSettings(db)
  const isStale = refused?.refusal.kind === 'stale' && order !== null
  return reply.page('orders/form', {
    title: order ? `Edit order ${order.number}` : 'New order',
    order,
    values: state.values,
    rows: state.rows.length > 0 ? state.rows : [BLANK_ROW],
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    savedId: refused?.refusal.extras.members?.savedId ?? null,
    conflict: isStale ? differencesOf(state, orderFields(order, settings)) : null,
    version: isStale || !state.values.version ? (order?.version ?? '') : state.values.version,
    idempotencyKey: keyFor(state, refused),
    employees: await listCurrentEmployees(db),
    methods: PAYMENT_METHODS,
    ...(await customerChoices(db, state.values)),
  })
}

/** The same key until the order is saved; a new one when the old has been used for something else. */
function keyFor({ values }: OrderFormState, refused: Refused | null): string {
  const isUsed = refused?.refusal.code === 'idempotency_key_reused'
  return isUsed || !values.idempotencyKey ? randomUUID() : values.idempotencyKey
}

export default orderEntry

// Taking an order and editing it: one form, which also works when every button is a round trip.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../db/database.ts'
import { IdParams } from '../../schemas/common.ts'
import { OrderInput, OrderPatch } from '../../schemas/orders.ts'
import { STAFF } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import type { Change } from '../../services/change.ts'
import { updateOrder } from '../../services/order-edit.ts'
import { createOrder } from '../../services/order-entry.ts'
import { addImages } from '../../services/order-images.ts'
import type { Order } from '../../services/order-types.ts'
import { getOrder } from '../../services/orders.ts'
import { findSettings } from '../../services/settings.ts'
import { type Form, formOf, submitted, valuesOf } from './forms.ts'
import { withDeadlinePick, withNewRow } from './order-aids.ts'
import { orderForm } from './order-entry-page.ts'
import {
  BLANK_ROW,
  type OrderFormState,
  orderFields,
  orderInputOf,
  typedOrder,
} from './order-form.ts'
import { withTaken } from './order-versions.ts'

const config = { roles: STAFF }

const orderEntry: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/orders/new', { config }, async (request, reply) => {
    const { customerId = '' } = request.query as { customerId?: string }
    const values = Object.assign(Object.create(null), { customerId })
    return orderForm(reply, { values, rows: [BLANK_ROW] }, null)
  })

  app.post('/admin/orders', { config }, async (request, reply) => {
    const sent = await request.filledForm()
    const form = withDeadlinePick(formOf(request))
    const typed = typedOrder(form)
    const shown = { photosLost: sent.hasPhotos, restored: 'restore' in form }
    if (isHelp(form)) return orderForm(reply, await helped(app.db, form, typed), null, shown)
    const { timeZone } = await findSettings(app.db)
    return submitted(
      reply,
      async () => {
        const input = checked(OrderInput, orderInputOf(form, timeZone))
        const { photos, content } = await sent.photos()
        const work = async (change: Change) => {
          const order = await createOrder(change, input, 'counter')
          if (photos.length > 0) {
            await addImages(change, order.id, photos, app.config.maxImagesPerOrder)
          }
          return order
        }
        return request.once(work, `${JSON.stringify(input)} ${content}`)
      },
      (order) => saved(reply, order),
      (refused) => orderForm(reply, typed, null, { ...shown, refused }),
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
      const form = withDeadlinePick(formOf(request))
      const { id } = request.params
      const typed = typedOrder(form)
      if (isHelp(form)) {
        const order = await getOrder(app.db, id)
        if (typeof form.take === 'string') {
          const stored = orderFields(order, await findSettings(app.db))
          return orderForm(reply, withTaken(typed, stored, form.take), order, { compares: true })
        }
        const state = await helped(app.db, form, typed)
        return orderForm(reply, state, order, { restored: 'restore' in form })
      }
      const { timeZone } = await findSettings(app.db)
      return submitted(
        reply,
        () => {
          const patch = checked(OrderPatch, orderInputOf(form, timeZone))
          const base = { editedFrom: Number(form.version) || 0 }
          return request.change((change) => updateOrder(change, id, patch, base))
        },
        (order) => saved(reply, order),
        async (refused) => orderForm(reply, typed, await getOrder(app.db, id), { refused }),
      )
    },
  )
}

const HELP = ['find', 'addRow', 'addItem', 'removeRow', 'addUp', 'restore', 'take']

/** A button that only changes the form: find a customer, one row more or less, add up, choose. */
const isHelp = (form: Form) => HELP.some((name) => name in form) || isSearch(form)

/** Enter in the search field: what was typed there was not looked up yet, and nobody is chosen. */
function isSearch(form: Form): boolean {
  const { customerSearch = '', customerSuggested = '', customerId = '', ...rest } = valuesOf(form)
  const isChosen = /^\d+$/.test(customerId) || rest['customer.name'] || rest['customer.phoneNumber']
  return customerSearch !== '' && customerSearch !== customerSuggested && !isChosen
}

async function helped(db: Reader, form: Form, typed: OrderFormState): Promise<OrderFormState> {
  return 'addRow' in form || 'addItem' in form ? withNewRow(db, form, typed) : typed
}

/** Our script only asks where to go: the message waits for the page it belongs to. */
function saved(reply: FastifyReply, { id, number }: Order) {
  reply.flash('success', `Order ${number} is saved.`)
  const url = `/admin/orders/${id}`
  const isScript = reply.request.headers['hx-request'] === 'true'
  return isScript ? reply.header('hx-redirect', url).send('') : reply.redirect(url, 303)
}

export default orderEntry

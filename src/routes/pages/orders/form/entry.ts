// Create and edit pages of an order: one form, in which every button also works as a round trip.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../../../db/database.ts'
import { dictionary } from '../../../../lib/dictionary.ts'
import { chooseAgain, photosLostIn } from '../../../../plugins/requests/lost-files.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { OrderInput, OrderPatch } from '../../../../schemas/orders/index.ts'
import { checkedTyped } from '../../../../schemas/validation/typed-input.ts'
import { updateOrder } from '../../../../services/orders/edit.ts'
import { getOrder } from '../../../../services/orders/read.ts'
import type { Order } from '../../../../services/orders/types.ts'
import { createOrderWithPhotos } from '../../../../services/orders/with-photos.ts'
import { expectNoDuplicates } from '../../../../services/people/customers/duplicates.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { type Form, formOf, submitForm, valuesOf } from '../../forms.ts'
import { knownDuplicates } from '../../people/duplicates.ts'
import { withDeadlinePick, withNewRow } from './aids.ts'
import { type OrderFormState, orderFields, orderInputOf, readOrderForm } from './fields.ts'
import { orderForm, type Shown } from './page.ts'
import { findProducts, NOTHING_SOUGHT, PRODUCT_BUTTONS, withVariant } from './products.ts'
import { applyChoices } from './versions.ts'

const config = { permission: 'orders.write' } as const

const orderEntry: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/orders/new', { config }, async (request, reply) => {
    const { customerId = '' } = valuesOf(request.query as Form)
    const values = dictionary({ customerId })
    const { state, found } = await withProduct(app.db, request.query as Form, { values, rows: [] })
    return orderForm(reply, state, null, { found })
  })

  app.post('/admin/orders', { config }, async (request, reply) => {
    const sent = await request.filledForm()
    const form = withDeadlinePick(formOf(request))
    const typed = readOrderForm(form)
    const lost = sent.photoCount || photosLostIn(form)
    const pageState = { photosLost: lost, restored: 'restore' in form }
    if (isFormButton(form))
      return orderForm(reply, ...(await pressed(app.db, form, typed, null, pageState)))
    const settings = await findSettings(app.db)
    return submitForm(
      reply,
      async () => {
        const input = checkedTyped(OrderInput, orderInputOf(form, settings.timeZone), settings)
        const { photos, content } = await sent.photos()
        const order = { input, channel: 'counter', photos } as const
        return request.once(
          async (change) => {
            const max = app.config.maxImagesPerOrder
            const created = await createOrderWithPhotos(change, order, max)
            await expectNewCustomer(change, form, input, created)
            return created
          },
          `${JSON.stringify(input)} ${content}`,
        )
      },
      (order) => redirectToOrder(reply, order, sent.photoCount > 0 ? 0 : lost),
      (refused) => orderForm(reply, typed, null, { ...pageState, refused }),
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
      const typed = readOrderForm(form)
      if (isFormButton(form)) {
        const order = await getOrder(app.db, id)
        if (typeof form.take === 'string') {
          const stored = orderFields(order, await findSettings(app.db))
          return orderForm(reply, applyChoices(typed, stored, form.take), order, { compares: true })
        }
        const shown = { restored: 'restore' in form }
        return orderForm(reply, ...(await pressed(app.db, form, typed, order, shown)))
      }
      const settings = await findSettings(app.db)
      return submitForm(
        reply,
        () => {
          const patch = checkedTyped(OrderPatch, orderInputOf(form, settings.timeZone), settings)
          const base = { editedFrom: Number(form.version) || 0 }
          return request.change(async (change) => {
            const updated = await updateOrder(change, id, patch, base)
            await expectNewCustomer(change, form, patch, updated)
            return updated
          })
        },
        (order) => redirectToOrder(reply, order),
        async (refused) => orderForm(reply, typed, await getOrder(app.db, id), { refused }),
      )
    },
  )
}

/**
 * In the transaction that added the customer, so that a form that was sent twice is answered once, and after all other
 * checks. @throws Refusal `possible_duplicate`, unless the form has shown them
 */
async function expectNewCustomer(
  db: Reader,
  form: Form,
  { customer }: OrderPatch,
  { customerId }: Order,
): Promise<void> {
  if (customer) await expectNoDuplicates(db, customer, [...knownDuplicates(form), customerId])
}

const PLAIN_BUTTONS = ['find', 'addRow', 'addItem', 'removeRow', 'addUp', 'restore', 'take']
const FORM_BUTTONS = [...PLAIN_BUTTONS, ...PRODUCT_BUTTONS]

/** Buttons that only change the form: find a customer, add or remove a row, add up, choose. */
const isFormButton = (form: Form) =>
  FORM_BUTTONS.some((name) => name in form) || isSearch(form) || isProductSearch(form)

/** Enter in the field of products. */
const isProductSearch = (form: Form) => (valuesOf(form).productSearch ?? '').trim() !== ''

/** Enter in the search field: the search text is new, and no customer is chosen. */
function isSearch(form: Form): boolean {
  const { customerSearch = '', customerSuggested = '', customerId = '', ...rest } = valuesOf(form)
  const isChosen = /^\d+$/.test(customerId) || rest['customer.name'] || rest['customer.phoneNumber']
  return customerSearch !== '' && customerSearch !== customerSuggested && !isChosen
}

/** The form after a button that only changes the form, as `orderForm` takes it. */
async function pressed(
  db: Reader,
  form: Form,
  typed: OrderFormState,
  order: Order | null,
  shown: Shown,
): Promise<[OrderFormState, Order | null, Shown]> {
  if ('addRow' in form || 'addItem' in form) {
    return [await withNewRow(db, form, typed), order, shown]
  }
  if (PLAIN_BUTTONS.some((name) => name in form)) return [typed, order, shown]
  const { state, found } = await withProduct(db, form, typed)
  return [state, order, { ...shown, found }]
}

async function withProduct(db: Reader, form: Form, typed: OrderFormState) {
  const found = await findProducts(db, form)
  if (found.isUnknown || found === NOTHING_SOUGHT) return { state: typed, found }
  const { productSearch, ...values } = typed.values
  const state = { ...typed, values: dictionary(values) }
  return { state: found.exact ? await withVariant(db, state, found.exact) : state, found }
}

/** The script gets only the address, so that the flash message waits for that page. */
function redirectToOrder(reply: FastifyReply, { id, number }: Order, photosLost = 0) {
  const photos = photosLost > 0 ? ` ${chooseAgain(photosLost, 'photo')}` : ''
  reply.flash('success', `Order ${number} saved.${photos}`)
  const url = `/admin/orders/${id}`
  const isScript = reply.request.headers['hx-request'] === 'true'
  return isScript ? reply.header('hx-redirect', url).send('') : reply.redirect(url, 303)
}

export default orderEntry

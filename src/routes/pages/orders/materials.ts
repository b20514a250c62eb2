// Material of an item: what was cut for it, issued by scanning or typing, and given back. /admin/items/{id}/materials
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import { dictionary } from '../../../lib/dictionary.ts'
import { Id, IdParams } from '../../../schemas/common.ts'
import { MaterialInput, MaterialReturn } from '../../../schemas/orders/materials.ts'
import { checkedTyped } from '../../../schemas/validation/typed-input.ts'
import { listVariants } from '../../../services/catalogue/variants/read.ts'
import {
  giveBackMaterial,
  issueMaterial,
  listMaterials,
  orderOf,
} from '../../../services/orders/stock/materials.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { codeIn, expectVariant, similarTo } from '../catalogue/stock/scan.ts'
import { type ByField, formOf, type Refused, submitForm, valuesOf } from '../forms.ts'

const PATH = '/admin/items/:id/materials'
const reading = { permission: 'products.read' } as const
const writing = { permission: 'stock.write' } as const
const ReturnParams = Type.Object({ ...IdParams.properties, materialId: Id })

const materials: FastifyPluginAsyncTypebox = async (app) => {
  const one = { schema: { params: IdParams } }

  app.get(PATH, { config: reading, ...one }, ({ params }, reply) =>
    materialsPage(reply, params.id, dictionary({})),
  )

  app.post(PATH, { config: writing, ...one }, (request, reply) => {
    const form = formOf(request)
    const { id } = request.params
    return submitForm(
      reply,
      async () => {
        const { id: variantId } = await expectVariant(app.db, codeIn(form))
        const typed = { variantId, quantity: valuesOf(form).quantity?.trim() ?? '' }
        const input = checkedTyped(MaterialInput, typed, await findSettings(app.db))
        return request.once((change) => issueMaterial(change, id, input))
      },
      ({ productName }) => {
        reply.flash('success', `${productName} issued.`)
        return reply.redirect(`/admin/items/${id}/materials`, 303)
      },
      (refused) => materialsPage(reply, id, valuesOf(form), refused),
    )
  })

  app.post(
    `${PATH}/:materialId/return`,
    { config: writing, schema: { params: ReturnParams } },
    (request, reply) => {
      const form = formOf(request)
      const { id, materialId } = request.params
      return submitForm(
        reply,
        async () => {
          const { quantity = '' } = valuesOf(form)
          const typed = quantity.trim() === '' ? {} : { quantity: quantity.trim() }
          const input = checkedTyped(MaterialReturn, typed, await findSettings(app.db))
          return request.once((change) => giveBackMaterial(change, id, materialId, input.quantity))
        },
        ({ productName }) => {
          reply.flash('success', `${productName} is back in stock.`)
          return reply.redirect(`/admin/items/${id}/materials`, 303)
        },
        (refused) => materialsPage(reply, id, valuesOf(form), refused),
      )
    },
  )
}

/** Cloth to choose from without a scanner. */
const MOST_CLOTH = 50

async function materialsPage(
  reply: FastifyReply,
  itemId: number,
  values: ByField,
  refused?: Refused,
) {
  const { db } = reply.server
  const order = await orderOf(db, itemId)
  const { rows } = await listVariants(db, { limit: MOST_CLOTH, kind: 'material' })
  return reply.page('orders/materials/index', {
    title: `Material: ${order.itemName}`,
    order,
    itemId,
    materials: await listMaterials(db, itemId),
    cloth: rows.filter(({ available }) => available > 0),
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    similar:
      refused && values.materialId === undefined ? await similarTo(db, values.code ?? '') : [],
    idempotencyKey: refused ? (values.idempotencyKey ?? randomUUID()) : randomUUID(),
  })
}

export default materials

// The stock of one variant: movements, holds, and corrections by hand. /admin/stock/variants/{id}
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { dictionary } from '../../../../lib/dictionary.ts'
import {
  MANUAL_REASONS,
  MovementInput,
  MovementQuery,
} from '../../../../schemas/catalogue/stock.ts'
import { Id, IdParams } from '../../../../schemas/common.ts'
import { checkedTyped } from '../../../../schemas/validation/typed-input.ts'
import { getProduct } from '../../../../services/catalogue/products/read.ts'
import { listActiveHolds } from '../../../../services/catalogue/stock/hold-rows.ts'
import { releaseHold } from '../../../../services/catalogue/stock/holds.ts'
import { moveStock, pageMovements } from '../../../../services/catalogue/stock/movements.ts'
import { getVariant, isLow } from '../../../../services/catalogue/variants/read.ts'
import { withKeepers } from '../../../../services/orders/stock/keepers.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { variantName } from '../../../../views/helpers/labels/catalogue.ts'
import { pageBeyond } from '../../beyond-last.ts'
import { type Form, formOf, inputOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { safeNext } from '../../next.ts'
import { pageQuery, urlOf } from '../../queries.ts'
import { withVariants } from './index.ts'

const PATH = '/admin/stock/variants/:id'
const config = { permission: 'stock.write' } as const
const HoldParams = Type.Object({ id: Id, holdId: Id })
const MOVEMENTS = 25

const variantStock: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    PATH,
    { config: { permission: 'products.read' }, schema: { params: IdParams } },
    (request, reply) => variantPage(request, reply, request.params.id),
  )

  app.post(PATH, { config, schema: { params: IdParams } }, (request, reply) => {
    const { id } = request.params
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const input = checkedTyped(MovementInput, movementIn(form), await findSettings(app.db))
        return request.once((change) => moveStock(change, id, signed(input)))
      },
      ({ sku }) => {
        reply.flash('success', `The stock of ${sku} is corrected.`)
        return reply.redirect(`/admin/stock/variants/${id}`, 303)
      },
      (refused) => variantPage(request, reply, id, form, refused),
    )
  })

  app.post(
    `${PATH}/holds/:holdId/release`,
    { config, schema: { params: HoldParams } },
    async (request, reply) => {
      const { id, holdId } = request.params
      await request.change((change) => releaseHold(change, id, holdId))
      reply.flash('success', 'Released. It can be bought again.')
      return reply.redirect(safeNext(formOf(request).next) ?? `/admin/stock/variants/${id}`, 303)
    },
  )
}

function movementIn(form: Form) {
  const { quantity, ...input } = inputOf(form)
  return { ...input, ...(quantity !== undefined && { delta: quantity }) }
}

/** The reason says whether it is more or fewer. */
const signed = ({ delta, reason, ...rest }: MovementInput): MovementInput => ({
  ...rest,
  reason,
  delta: MANUAL_REASONS[reason] < 0 ? `-${delta}` : delta,
})

async function variantPage(
  { query: raw, server: { db } }: FastifyRequest,
  reply: FastifyReply,
  id: number,
  form?: Form,
  refused?: Refused,
) {
  const { limit = MOVEMENTS, ...query } = pageQuery(MovementQuery, raw)
  const variant = await getVariant(db, id)
  const list = await pageMovements(db, id, { ...query, limit })
  const path = `/admin/stock/variants/${id}`
  const { delta, ...errors } = refused?.errors ?? {}
  return reply.page('catalogue/stock/variant', {
    title: `${variantName(variant.options, variant.productName)}: stock`,
    variant,
    isLow: isLow(variant),
    isArchived:
      variant.archivedAt !== null || (await getProduct(db, variant.productId)).archivedAt !== null,
    movements: await withVariants(db, list.rows),
    beyond: await pageBeyond(
      query,
      list,
      (page) => pageMovements(db, id, { limit, page }),
      (page) => urlOf(path, { page }),
    ),
    pager: {
      first: query.cursor ? path : null,
      next: list.nextCursor ? urlOf(path, { cursor: list.nextCursor }) : null,
    },
    holds: await withKeepers(db, await withVariants(db, await listActiveHolds(db, [id]))),
    values: valuesOf(form ?? {}),
    errors: refused ? dictionary({ ...errors, ...(delta && { quantity: delta }) }) : null,
    problem: refused?.message ?? null,
    idempotencyKey: (form && valuesOf(form).idempotencyKey) ?? randomUUID(),
  })
}

export default variantStock

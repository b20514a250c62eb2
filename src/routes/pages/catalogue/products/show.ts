// The page of one product: facts, photos, variants with their stock; archive and restore.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import { Id, IdParams } from '../../../../schemas/common.ts'
import { removeProduct, restoreProduct } from '../../../../services/catalogue/products/index.ts'
import { getProduct } from '../../../../services/catalogue/products/read.ts'
import { latestMovements } from '../../../../services/catalogue/stock/movements.ts'
import { expectVariantOf, restoreVariant } from '../../../../services/catalogue/variants/index.ts'
import { archivedVariantsOf, isLow } from '../../../../services/catalogue/variants/read.ts'
import { submitForm } from '../../forms.ts'
import { latestUndo } from '../../history/latest-undo.ts'

const PATH = '/admin/products'
const config = { permission: 'products.write' } as const
const one = { config, schema: { params: IdParams } }
const VariantParams = Type.Object({ id: Id, variantId: Id })

const MOVEMENTS = 8

const productPages: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    `${PATH}/:id`,
    { config: { permission: 'products.read' }, schema: { params: IdParams } },
    ({ params }, reply) => productPage(reply, params.id),
  )

  app.post(`${PATH}/:id/archive`, one, async (request, reply) => {
    const { id } = request.params
    const { name } = await request.change(async (change) => {
      await removeProduct(change, id)
      return getProduct(change, id)
    })
    reply.flash('success', `${name} archived.`, { undo: await latestUndo(reply, 'product', id) })
    return reply.redirect(`${PATH}/${id}`, 303)
  })

  app.post(`${PATH}/:id/restore`, one, async (request, reply) => {
    const { id } = request.params
    const { name } = await request.change((change) => restoreProduct(change, id))
    reply.flash('success', `${name} restored.`)
    return reply.redirect(`${PATH}/${id}`, 303)
  })

  app.post(
    `${PATH}/:id/variants/:variantId/restore`,
    { config, schema: { params: VariantParams } },
    (request, reply) => {
      const { id, variantId } = request.params
      return submitForm(
        reply,
        () =>
          request.change(async (change) => {
            await expectVariantOf(change, id, variantId)
            return restoreVariant(change, variantId)
          }),
        ({ sku }) => {
          reply.flash('success', `${sku} restored.`)
          return reply.redirect(`${PATH}/${id}#product-stock`, 303)
        },
        ({ refusal }) => productPage(reply, id, { variants: refusal.message }),
      )
    },
  )
}

interface Problem {
  photos?: string
  variants?: string
}

/** @param problem what was refused, by the part of the page that shows it */
export async function productPage(reply: FastifyReply, id: number, problem: Problem = {}) {
  const { db, config } = reply.server
  const product = await getProduct(db, id)
  const archived = await archivedVariantsOf(db, id)
  const all = new Map([...product.variants, ...archived].map((one) => [one.id, one]))
  const movements = await latestMovements(db, MOVEMENTS, [...all.keys()])
  return reply.page(
    'catalogue/products/show',
    {
      title: product.name,
      product,
      variants: product.variants.map((variant) => ({ ...variant, isLow: isLow(variant) })),
      archived,
      movements: movements.flatMap((movement) => {
        const variant = all.get(movement.variantId)
        return variant ? [{ ...movement, variant }] : []
      }),
      mostImages: config.maxImagesPerOrder,
      imagesKey: randomUUID(),
      problem: { photos: problem.photos ?? null, variants: problem.variants ?? null },
    },
    'catalogue/products/_photos',
  )
}

export default productPages

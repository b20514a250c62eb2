// Pages that add and edit a product with its variants, in one form.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { invalid } from '../../../../lib/errors/refusal.ts'
import { ProductInput, ProductPatch } from '../../../../schemas/catalogue/products.ts'
import { VariantInput, VariantPatch } from '../../../../schemas/catalogue/variants.ts'
import { IdParams } from '../../../../schemas/common.ts'
import type { Settings } from '../../../../schemas/shop/settings.ts'
import { checkedTyped, checkTyped } from '../../../../schemas/validation/typed-input.ts'
import { createProduct } from '../../../../services/catalogue/products/index.ts'
import { getProduct } from '../../../../services/catalogue/products/read.ts'
import {
  type ProductEdit,
  type SavedVariant,
  saveProduct,
} from '../../../../services/catalogue/products/save.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { formOf, submitForm } from '../../forms.ts'
import {
  BLANK_ROW,
  MOST_FIELDS,
  newVariantOf,
  type ProductFormState,
  productContent,
  productFields,
  readProductForm,
  variantPatchOf,
} from './fields.ts'
import { productForm } from './form.ts'
import { changedGrid, unmadeRun } from './grid.ts'

const PATH = '/admin/products'
const config = { permission: 'products.write' } as const
const one = { config, schema: { params: IdParams } }

const productEntry: FastifyPluginAsyncTypebox = async (app) => {
  app.get(`${PATH}/new`, { config }, (request, reply) => {
    const { values } = readProductForm(request.query as Record<string, string>)
    return productForm(reply, { values, options: [], rows: [BLANK_ROW], removed: [] }, null)
  })

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request, MOST_FIELDS)
    const typed = readProductForm(form)
    const changed = changedGrid(form, typed) ?? unmadeRun(typed)
    if (changed) return productForm(reply, changed.state, null, { done: changed.done })
    return submitForm(
      reply,
      async () => {
        const variants = typed.rows.map((row) => newVariantOf(row, typed))
        const input = { ...productContent(typed), variants }
        const product = checkedTyped(ProductInput, input, await findSettings(app.db))
        return request.once((change) => createProduct(change, product))
      },
      ({ id, name }) => {
        reply.flash('success', `${name} saved. Photos can be added here.`)
        return reply.redirect(`${PATH}/${id}`, 303)
      },
      (refused) => productForm(reply, typed, null, { refused }),
    )
  })

  app.get(`${PATH}/:id/edit`, one, async ({ params }, reply) => {
    const product = await getProduct(app.db, params.id)
    return productForm(reply, productFields(product, await findSettings(app.db)), product)
  })

  app.post(`${PATH}/:id`, one, async (request, reply) => {
    const { id } = request.params
    const form = formOf(request, MOST_FIELDS)
    const typed = readProductForm(form)
    const changed = changedGrid(form, typed)
    if (changed) {
      const product = await getProduct(app.db, id)
      return productForm(reply, changed.state, product, { done: changed.done })
    }
    return submitForm(
      reply,
      async () => {
        const edit = editOf(typed, await findSettings(app.db))
        const version = Number(form.version)
        return request.change((change) => saveProduct(change, id, edit, version))
      },
      ({ name }) => {
        reply.flash('success', `${name} saved.`)
        return reply.redirect(`${PATH}/${id}`, 303)
      },
      async (refused) => productForm(reply, typed, await getProduct(app.db, id), { refused }),
    )
  })
}

/** @throws Refusal `invalid_input` that names all invalid fields */
function editOf(typed: ProductFormState, settings: Settings): ProductEdit {
  const product = checkTyped(ProductPatch, productContent(typed), settings)
  const errors = [...product.errors]
  const variants = typed.rows.map((row, at): SavedVariant => {
    const read = row.id
      ? checkTyped(VariantPatch, variantPatchOf(row, typed), settings)
      : checkTyped(VariantInput, newVariantOf(row, typed), settings)
    errors.push(
      ...read.errors.map((error) => ({ ...error, pointer: `/variants/${at}${error.pointer}` })),
    )
    return row.id
      ? { id: Number(row.id), version: Number(row.version), fields: read.value }
      : { id: null, fields: read.value as VariantInput }
  })
  if (errors.length > 0) throw invalid(...errors)
  return { product: product.value, variants, removed: typed.removed }
}

export default productEntry

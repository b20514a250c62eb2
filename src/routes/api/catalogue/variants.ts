// Variants of the API: /api/variants, and /api/products/{id}/variants.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  Variant,
  VariantInput,
  VariantPatch,
  VariantQuery,
} from '../../../schemas/catalogue/variants.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import { readProduct } from '../../../services/catalogue/products/public.ts'
import {
  addVariant,
  removeVariant,
  restoreVariant,
  updateVariant,
} from '../../../services/catalogue/variants/index.ts'
import {
  countVariants,
  getVariant,
  listVariants,
  type Variant as StoredVariant,
} from '../../../services/catalogue/variants/read.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { ifMatch, listAnswer } from '../respond.ts'
import { variantJson, withVersion } from './json.ts'
import { readingOf } from './reading.ts'

const tags = ['Catalogue']
const reading = { permission: 'products.read' } as const
const writing = { permission: 'products.write' } as const

const variants: FastifyPluginAsyncTypebox = async (app) => {
  const shown = async (variant: StoredVariant) => {
    const { currency } = await findSettings(app.db)
    return variantJson(variant, { currency, reading: 'staff' })
  }

  app.get('/api/products/:id/variants', {
    config: { permission: 'public' },
    schema: {
      tags,
      summary: "List a product's variants",
      description:
        'All current ones. Without `products.read` each has only what customers see, and a product that is not offered any more is 410.',
      operationId: 'listProductVariants',
      params: IdParams,
      response: answers({ 200: Type.Object({ data: Type.Array(ref(Variant)) }) }, [404, 410]),
    },
    handler: async (request) => {
      const shows = { ...(await findSettings(app.db)), reading: readingOf(request) }
      const { variants } = await readProduct(app.db, request.params.id, shows.reading)
      return { data: variants.map((variant) => variantJson(variant, shows)) }
    },
  })

  app.post('/api/products/:id/variants', {
    config: writing,
    schema: {
      tags,
      summary: 'Add a variant to a product',
      description:
        'With a value for each option of the product. A combination that is there is 409 `options_taken`.',
      operationId: 'createVariant',
      params: IdParams,
      body: ref(VariantInput),
      response: answers({ 201: ref(Variant) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const added = await request.once((change) => addVariant(change, params.id, body))
      reply.code(201).header('location', `/api/variants/${added.id}`)
      return withVersion(reply, await shown(added))
    },
  })

  app.get('/api/variants', {
    config: reading,
    schema: {
      tags,
      summary: 'List variants by the name of the product',
      description:
        'With their stock. `sku` and `barcode` find exactly one, `search` looks in names.',
      operationId: 'listVariants',
      querystring: VariantQuery,
      response: answers({ 200: ListOf(ref(Variant)) }),
    },
    handler: async ({ query }, reply) => {
      const db = await app.db.forLists()
      const { currency } = await findSettings(db)
      const page = await listVariants(db, query)
      const total = query.total ? await countVariants(db, query) : undefined
      const present = (row: StoredVariant) => variantJson(row, { currency, reading: 'staff' })
      return listAnswer(reply, page, present, total)
    },
  })

  app.get('/api/variants/:id', {
    config: reading,
    schema: {
      tags,
      summary: 'Get a variant with its stock',
      description: 'The `ETag` is of what is entered: it stays the same when stock changes.',
      operationId: 'getVariant',
      params: IdParams,
      response: answers({ 200: ref(Variant) }, [404]),
    },
    handler: async ({ params }, reply) =>
      withVersion(reply, await shown(await getVariant(app.db, params.id))),
  })

  app.put('/api/variants/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Change a variant',
      description:
        'Stock is changed by `POST /api/variants/{id}/movements` only. The unit stays once there was stock: 409 `unit_in_use`.',
      operationId: 'updateVariant',
      params: IdParams,
      body: ref(VariantPatch),
      response: answers({ 200: ref(Variant) }, [404, 409, 412, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const version = ifMatch(request)
      const updated = request.change((change) => updateVariant(change, params.id, body, version))
      return withVersion(reply, await shown(await updated))
    },
  })

  app.delete('/api/variants/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Archive a variant',
      description:
        'It leaves the lists and keeps its stock. The last one of a product stays: 409 `last_variant`.',
      operationId: 'deleteVariant',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 409, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => removeVariant(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })

  app.post('/api/variants/:id/restore', {
    config: writing,
    schema: {
      tags,
      summary: 'Bring an archived variant back',
      description: 'One that is not archived stays as it is.',
      operationId: 'restoreVariant',
      params: IdParams,
      response: answers({ 200: ref(Variant) }, [404, 409]),
    },
    handler: async (request, reply) => {
      const restored = await request.once((change) => restoreVariant(change, request.params.id))
      return withVersion(reply, await shown(restored))
    },
  })
}

export default variants

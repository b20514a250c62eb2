// Products of the API: /api/products.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  FacetJson,
  FacetQuery,
  optionValue,
  Product,
  ProductInput,
  ProductPatch,
  ProductQuery,
} from '../../../schemas/catalogue/products.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import {
  createProduct,
  removeProduct,
  restoreProduct,
  updateProduct,
} from '../../../services/catalogue/products/index.ts'
import {
  countProducts,
  listProducts,
  productFacets,
} from '../../../services/catalogue/products/list.ts'
import { readProduct } from '../../../services/catalogue/products/public.ts'
import { productFilterOf } from '../../../services/catalogue/products/query.ts'
import type { Product as StoredProduct } from '../../../services/catalogue/products/read.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { ifMatch, listAnswer } from '../respond.ts'
import { productJson, withVersion } from './json.ts'
import { readingOf, readingOfList } from './reading.ts'
import { sharedAnswer } from './shared.ts'

const tags = ['Catalogue']
const writing = { permission: 'products.write' } as const

const FILTERS =
  'Without `products.read` there is neither material nor what is archived, and nothing of what is `Staff only`. `option.<name>=<value>` lists products of which a variant with that value is available, such as `option.Size=S,M`; a comma that belongs to a value has a backslash before it. `category_id`, `price_min` and `price_max` are other spellings of the same parameters; different values of one are 422 `contradicting_parameters`, and so is a lowest price above the highest.'

const products: FastifyPluginAsyncTypebox = async (app) => {
  const shown = async (product: StoredProduct) => {
    const { currency } = await findSettings(app.db)
    return productJson(product, { currency, reading: 'staff' })
  }

  app.get('/api/products', {
    config: { permission: 'public', shared: true },
    schema: {
      tags,
      summary: 'List products',
      description: FILTERS,
      operationId: 'listProducts',
      querystring: ProductQuery,
      response: answers({ 200: ListOf(ref(Product)) }),
    },
    handler: (request, reply) =>
      sharedAnswer(reply, async () => {
        const { query } = request
        const reading = readingOfList(request, query)
        const db = await app.db.forLists()
        const { currency } = await findSettings(db)
        const filter = productFilterOf(query, { currency, reading })
        const page = await listProducts(db, filter, query)
        const total = query.total ? await countProducts(db, filter) : undefined
        return listAnswer(reply, page, (row) => productJson(row, { currency, reading }), total)
      }),
  })

  app.get('/api/products/facets', {
    config: { permission: 'public' },
    schema: {
      tags,
      summary: 'How many products each further choice would leave',
      description:
        'Categories and options of the products that the filter leaves; each number is the total of the list with that choice alone of its facet. The filters are those of the list.',
      operationId: 'listProductFacets',
      querystring: FacetQuery,
      response: answers({ 200: Type.Object({ data: Type.Array(ref(FacetJson)) }) }, [422]),
    },
    handler: async (request) => {
      const { query } = request
      const reading = readingOfList(request, query)
      const db = await app.db.forLists()
      const { currency } = await findSettings(db)
      const facets = await productFacets(db, productFilterOf(query, { currency, reading }))
      const data = facets.map(({ option, values }) => ({
        option,
        values: option === null ? values : values.map(forQuery),
      }))
      return { data }
    },
  })

  app.post('/api/products', {
    config: writing,
    schema: {
      tags,
      summary: 'Add a product',
      description:
        'With `price` it has one variant, with `variants` those. An SKU or barcode that another variant has is 409 `sku_taken` or `barcode_taken`.',
      operationId: 'createProduct',
      body: ref(ProductInput),
      response: answers({ 201: ref(Product) }, [409, 422]),
    },
    handler: async (request, reply) => {
      const added = await request.once((change) => createProduct(change, request.body))
      reply.code(201).header('location', `/api/products/${added.id}`)
      return withVersion(reply, await shown(added))
    },
  })

  app.get('/api/products/:id', {
    config: { permission: 'public', shared: true },
    schema: {
      tags,
      summary: 'Get a product',
      description:
        'For customers a product that is not offered any more is 410 `product_gone`, with its `category`. With `products.read` it comes with an `ETag`.',
      operationId: 'getProduct',
      params: IdParams,
      response: answers({ 200: ref(Product) }, [404, 410]),
    },
    handler: (request, reply) =>
      sharedAnswer(reply, async () => {
        const reading = readingOf(request)
        const product = await readProduct(app.db, request.params.id, reading)
        const { currency } = await findSettings(app.db)
        return withVersion(reply, productJson(product, { currency, reading }))
      }),
  })

  app.put('/api/products/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Change a product',
      description:
        'The slug stays, so that addresses do. Options keep their values by name, and one with a new name in the place of another is that one renamed; variants that would be alike without an option are 409 `option_in_use`. `price` is for a product with one variant, else it is 409 `several_variants`.',
      operationId: 'updateProduct',
      params: IdParams,
      body: ref(ProductPatch),
      response: answers({ 200: ref(Product) }, [404, 409, 412, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const version = ifMatch(request)
      const updated = request.change((change) => updateProduct(change, params.id, body, version))
      return withVersion(reply, await shown(await updated))
    },
  })

  app.delete('/api/products/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Archive a product',
      description: 'It leaves the lists. Old orders keep its name and price.',
      operationId: 'deleteProduct',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => removeProduct(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })

  app.post('/api/products/:id/restore', {
    config: writing,
    schema: {
      tags,
      summary: 'Bring an archived product back',
      description: 'One that is not archived stays as it is.',
      operationId: 'restoreProduct',
      params: IdParams,
      response: answers({ 200: ref(Product) }, [404]),
    },
    handler: async (request, reply) => {
      const restored = await request.once((change) => restoreProduct(change, request.params.id))
      return withVersion(reply, await shown(restored))
    },
  })
}

const forQuery = <Value extends { value: string }>(value: Value) => ({
  ...value,
  value: optionValue(value.value),
})

export default products

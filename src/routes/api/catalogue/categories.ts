// Categories of the API: /api/categories.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  Category,
  CategoryInput,
  CategoryPatch,
  CategoryQuery,
} from '../../../schemas/catalogue/categories.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import {
  countCategories,
  createCategory,
  getCategory,
  listCategories,
  removeCategory,
  restoreCategory,
  updateCategory,
} from '../../../services/catalogue/categories.ts'
import { ifMatch, listAnswer, withETag } from '../respond.ts'
import { readingOf, readingOfList } from './reading.ts'

const tags = ['Catalogue']
const writing = { permission: 'products.write' } as const

const categories: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/categories', {
    config: { permission: 'public', etag: true },
    schema: {
      tags,
      summary: 'List categories in the order of the shop',
      description: 'Archived ones are for staff.',
      operationId: 'listCategories',
      querystring: CategoryQuery,
      response: answers({ 200: ListOf(ref(Category)) }),
    },
    handler: async (request, reply) => {
      const { query } = request
      const reading = readingOfList(request, query)
      const db = await app.db.forLists()
      const page = await listCategories(db, query, reading)
      const total = query.total ? await countCategories(db, query, reading) : undefined
      return listAnswer(reply, page, (category) => category, total)
    },
  })

  app.post('/api/categories', {
    config: writing,
    schema: {
      tags,
      summary: 'Add a category',
      description:
        'Names differ in more than case and accents, or it is 409 `category_name_taken`.',
      operationId: 'createCategory',
      body: ref(CategoryInput),
      response: answers({ 201: ref(Category) }, [409, 422]),
    },
    handler: async (request, reply) => {
      const added = await request.once((change) => createCategory(change, request.body))
      reply.code(201).header('location', `/api/categories/${added.id}`)
      return withETag(reply, added)
    },
  })

  app.get('/api/categories/:id', {
    config: { permission: 'public' },
    schema: {
      tags,
      summary: 'Get a category',
      operationId: 'getCategory',
      params: IdParams,
      response: answers({ 200: ref(Category) }, [404]),
    },
    handler: async (request, reply) =>
      withETag(reply, await getCategory(app.db, request.params.id, readingOf(request))),
  })

  app.put('/api/categories/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Change a category',
      description: 'The slug stays, so that addresses do.',
      operationId: 'updateCategory',
      params: IdParams,
      body: ref(CategoryPatch),
      response: answers({ 200: ref(Category) }, [404, 409, 412, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const version = ifMatch(request)
      const updated = request.change((change) => updateCategory(change, params.id, body, version))
      return withETag(reply, await updated)
    },
  })

  app.delete('/api/categories/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Archive a category',
      description: 'It leaves the lists. Its products stay.',
      operationId: 'deleteCategory',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => removeCategory(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })

  app.post('/api/categories/:id/restore', {
    config: writing,
    schema: {
      tags,
      summary: 'Bring an archived category back',
      description: 'One that is not archived stays as it is.',
      operationId: 'restoreCategory',
      params: IdParams,
      response: answers({ 200: ref(Category) }, [404]),
    },
    handler: async (request, reply) =>
      withETag(reply, await request.once((change) => restoreCategory(change, request.params.id))),
  })
}

export default categories

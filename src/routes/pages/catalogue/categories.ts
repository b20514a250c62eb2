// Category pages: /admin/categories.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Reader } from '../../../db/database.ts'
import {
  type Category,
  CategoryInput,
  CategoryPatch,
  CategoryQuery,
} from '../../../schemas/catalogue/categories.ts'
import { IdParams } from '../../../schemas/common.ts'
import { checkedTyped } from '../../../schemas/validation/typed-input.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import {
  countCategories,
  createCategory,
  getCategory,
  listCategories,
  removeCategory,
  restoreCategory,
  updateCategory,
} from '../../../services/catalogue/categories.ts'
import { listEventsOf } from '../../../services/shared/events/read.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import type { Overtaken } from '../../../views/contexts/people.ts'
import { pageBeyond } from '../beyond-last.ts'
import {
  type ByField,
  type Form,
  formOf,
  inputOf,
  patchOf,
  type Refused,
  submitForm,
  valuesOf,
} from '../forms.ts'
import { latestUndo } from '../history/latest-undo.ts'
import { pageQuery, urlOf } from '../queries.ts'

const PATH = '/admin/categories'
const config = { permission: 'products.write' } as const
const one = { config, schema: { params: IdParams } }

const categories: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { permission: 'products.read' } }, (request, reply) =>
    listPage(request, reply),
  )

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      () => {
        const input = checked(CategoryInput, inputOf(form))
        return request.once((change) => createCategory(change, input))
      },
      ({ name }) => saved(reply, PATH, `${name} added.`),
      (refused) => listPage(request, reply, form, refused),
    )
  })

  app.get(`${PATH}/:id`, one, ({ params }, reply) => categoryPage(reply, params.id))

  app.post(`${PATH}/:id`, one, (request, reply) => {
    const { id } = request.params
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const typed = { name: '', ...patchOf(form, ['description']) }
        const patch = checkedTyped(CategoryPatch, typed, await findSettings(app.db))
        const version = Number(form.version)
        return request.change((change) => updateCategory(change, id, patch, version))
      },
      ({ name }) => saved(reply, PATH, `${name} saved.`),
      (refused) => categoryPage(reply, id, form, refused),
    )
  })

  app.post(`${PATH}/:id/archive`, one, async (request, reply) => {
    const { id } = request.params
    const { name } = await request.change(async (change) => {
      await removeCategory(change, id)
      return getCategory(change, id)
    })
    return saved(reply, PATH, `${name} archived.`, await latestUndo(reply, 'category', id))
  })

  app.post(`${PATH}/:id/restore`, one, async (request, reply) => {
    const { id } = request.params
    const { name } = await request.change((change) => restoreCategory(change, id))
    return saved(reply, `${PATH}/${id}`, `${name} restored.`)
  })
}

const saved = (reply: FastifyReply, url: string, message: string, undo: number | null = null) =>
  reply.flash('success', message, { undo }).redirect(url, 303)

async function listPage(
  { query: raw, server }: FastifyRequest,
  reply: FastifyReply,
  form: Form = {},
  refused?: Refused,
) {
  const query = pageQuery(CategoryQuery, raw)
  const isArchived = query.archived === true
  const here = { archived: isArchived || null }
  const db = await server.db.forLists()
  const list = await listCategories(db, query)
  const values = valuesOf(form)
  return reply.page('catalogue/categories/index', {
    title: 'Categories',
    categories: list.rows,
    total: await countCategories(db, query),
    isArchived,
    tabs: [
      { label: 'Active', href: PATH, current: !isArchived },
      { label: 'Archived', href: urlOf(PATH, { archived: true }), current: isArchived },
    ],
    beyond: await pageBeyond(
      query,
      list,
      (page) => listCategories(db, { archived: isArchived, page }),
      (page) => urlOf(PATH, here, { page }),
    ),
    pager: {
      first: query.cursor ? urlOf(PATH, here) : null,
      next: list.nextCursor ? urlOf(PATH, here, { cursor: list.nextCursor }) : null,
    },
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    idempotencyKey: values.idempotencyKey ?? randomUUID(),
  })
}

async function categoryPage(reply: FastifyReply, id: number, form?: Form, refused?: Refused) {
  const category = await getCategory(reply.server.db, id)
  const values: ByField = form ? valuesOf(form) : valuesFrom(category)
  const isStale = refused?.refusal.kind === 'stale'
  return reply.page('catalogue/categories/edit', {
    title: category.name,
    category,
    values,
    errors: refused?.errors ?? null,
    problem: isStale ? null : (refused?.message ?? null),
    version: isStale || !form ? category.version : values.version,
    overtaken: isStale ? await overtakenBy(reply.server.db, category, values) : null,
  })
}

const LABELS = { name: 'Name', description: 'Description', position: 'Position' } as const

/** Who saved meanwhile, and the fields that differ. The form holds what was typed. */
async function overtakenBy(db: Reader, category: Category, typed: ByField): Promise<Overtaken> {
  const [last] = await listEventsOf(db, 'category', category.id, 1)
  const stored: ByField = valuesFrom(category)
  const differences = Object.entries(LABELS).map(([name, label]) => ({
    ...{ label, yours: typed[name]?.trim() ?? '', saved: stored[name] ?? '' },
    holds: 'yours' as const,
  }))
  return {
    ...{ by: last?.actor ?? null, at: last?.at ?? null, archived: category.archivedAt !== null },
    differences: differences.filter(({ yours, saved }) => yours !== saved),
  }
}

const valuesFrom = ({ name, description, position }: Category) => ({
  name,
  description: description ?? '',
  position: String(position),
})

export default categories

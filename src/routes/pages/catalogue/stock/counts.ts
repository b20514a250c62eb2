// Counts of stock: the list, and opening one. /admin/stock/counts
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { CountInput, CountQuery } from '../../../../schemas/catalogue/stock.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { countCounts, listCounts } from '../../../../services/catalogue/stock/count-rows.ts'
import { openCount } from '../../../../services/catalogue/stock/counts.ts'
import { pageBeyond } from '../../beyond-last.ts'
import { type Form, formOf, inputOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { pageQuery, urlOf } from '../../queries.ts'

const PATH = '/admin/stock/counts'
const config = { permission: 'stock.write' } as const

const counts: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, (request, reply) => countsPage(request, reply))

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      () => {
        const input = checked(CountInput, { ...inputOf(form), blind: form.blind !== undefined })
        return request.once((change) => openCount(change, input))
      },
      ({ id }) => reply.redirect(`${PATH}/${id}`, 303),
      (refused) => countsPage(request, reply, form, refused),
    )
  })
}

async function countsPage(
  { query: raw, server }: FastifyRequest,
  reply: FastifyReply,
  form: Form = {},
  refused?: Refused,
) {
  const query = pageQuery(CountQuery, raw)
  const { state, cursor, page, limit } = query
  const db = await server.db.forLists()
  const filter = { ...(state && { state }), ...(limit && { limit }) }
  const list = await listCounts(db, { ...filter, ...(cursor && { cursor }), ...(page && { page }) })
  const values = valuesOf(form)
  return reply.page('catalogue/stock/counts', {
    title: 'Counts',
    counts: list.rows,
    total: await countCounts(db, state),
    tabs: TABS.map(({ label, of }) => ({
      label,
      href: urlOf(PATH, { state: of }),
      current: state === of,
    })),
    beyond: await pageBeyond(
      query,
      list,
      (one) => listCounts(db, { ...filter, page: one }),
      (one) => urlOf(PATH, filter, { page: one }),
    ),
    pager: {
      first: cursor ? urlOf(PATH, filter) : null,
      next: list.nextCursor ? urlOf(PATH, filter, { cursor: list.nextCursor }) : null,
    },
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    idempotencyKey: values.idempotencyKey ?? randomUUID(),
  })
}

const TABS = [
  { label: 'All', of: undefined },
  { label: 'Open', of: 'open' },
  { label: 'Posted', of: 'posted' },
  { label: 'Cancelled', of: 'cancelled' },
] as const

export default counts

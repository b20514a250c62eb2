// Merge of two records of one customer: search, compare, confirm. /admin/customers/{id}/merge.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../../db/database.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { IdParams } from '../../../schemas/common.ts'
import { type Customer, MergeInput } from '../../../schemas/people/customers.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { accountsOf } from '../../../services/care/claims/proofs.ts'
import { mergeRecords } from '../../../services/care/merge/index.ts'
import { findDuplicates } from '../../../services/people/customers/duplicates.ts'
import { customerFigures, NO_FIGURES } from '../../../services/people/customers/figures.ts'
import {
  findCustomer,
  getCustomer,
  listCustomers,
} from '../../../services/people/customers/index.ts'
import type { MergeCandidate } from '../../../views/contexts/care.ts'
import { writesOf } from '../../shared/writes.ts'
import { type Form, formOf, inputOf, submitForm, valuesOf } from '../forms.ts'
import { latestUndo } from '../history/latest-undo.ts'

const config = { permission: 'customers.merge' } as const
const MOST = 10

const merge: FastifyPluginAsyncTypebox = async (app) => {
  const one = { config, schema: { params: IdParams } }
  app.get('/admin/customers/:id/merge', one, (request, reply) =>
    mergePage(reply, request.params.id, request.query as Form),
  )

  app.post('/admin/customers/:id/merge', one, (request, reply) => {
    const { id } = request.params
    const form = formOf(request)
    return submitForm(
      reply,
      () => {
        const { from } = checked(MergeInput, inputOf({ from: form.from }))
        const version = Number(form.version) || undefined
        return mergeRecords(writesOf(request), id, from, version)
      },
      async ({ name }) => {
        const undo = await latestUndo(reply, 'customer', id)
        const message = `Merged. Everything is with ${name} now.`
        return reply.flash('success', message, { undo }).redirect(`/admin/customers/${id}`, 303)
      },
      ({ message, errors, refusal }) =>
        mergePage(reply, id, form, message ?? errors.from ?? refusal.message),
    )
  })
}

async function mergePage(
  reply: FastifyReply,
  id: number,
  form: Form,
  problem: string | null = null,
): Promise<FastifyReply> {
  const { db } = reply.server
  const into = await getCustomer(db, id)
  const { search = '', from = '' } = valuesOf(form)
  const other = /^\d{1,15}$/.test(from) ? await findCustomer(db, Number(from)) : undefined
  const chosen = other && other.id !== id && other.mergedInto === null ? other : null
  const found = chosen ? [] : await candidates(db, into, search.trim())
  const rows = await withFigures(db, [into, ...(chosen ? [chosen] : found)])
  const [kept, ...others] = rows
  if (!kept) throw new Refusal('not_found', 'not_found', 'There is no such customer.')
  return reply.page('care/merge/index', {
    title: `Merge with ${into.name}`,
    into: kept,
    from: chosen ? (others[0] ?? null) : null,
    candidates: chosen ? [] : others,
    search,
    problem,
  })
}

/** Possible duplicates first; then whoever is searched for. */
async function candidates(db: Reader, into: Customer, search: string): Promise<Customer[]> {
  if (search) {
    const { rows } = await listCustomers(db, { search, limit: MOST })
    return rows.filter(({ id }) => id !== into.id)
  }
  const duplicates = (await findDuplicates(db, into)).filter(({ id }) => id !== into.id)
  return Promise.all(duplicates.map(({ id }) => getCustomer(db, id)))
}

async function withFigures(db: Reader, customers: readonly Customer[]): Promise<MergeCandidate[]> {
  const figures = await customerFigures(
    db,
    customers.map(({ id }) => id),
  )
  return Promise.all(
    customers.map(async (one) => ({
      ...{ ...one, ...(figures.get(one.id) ?? NO_FIGURES), id: one.id },
      account: (await accountsOf(db, one.id))[0]?.email ?? null,
    })),
  )
}

export default merge

// Erasing a customer by a page that asks for it twice: /admin/customers/{id}/erase.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { invalid } from '../../../lib/errors/refusal.ts'
import { IdParams } from '../../../schemas/common.ts'
import { eraseCustomer } from '../../../services/care/erase/index.ts'
import { getCustomer } from '../../../services/people/customers/index.ts'
import { formOf, submitForm } from '../forms.ts'

const one = { config: { permission: 'customers.erase' } as const, schema: { params: IdParams } }

const erase: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/customers/:id/erase', one, (request, reply) =>
    erasePage(reply, request.params.id),
  )

  app.post('/admin/customers/:id/erase', one, (request, reply) => {
    const { id } = request.params
    const form = formOf(request)
    return submitForm(
      reply,
      () => {
        if (form.sure !== 'yes') throw unsure()
        const version = Number(form.version) || undefined
        return request.change((change) => eraseCustomer(change, id, version))
      },
      () =>
        reply
          .flash('success', 'Erased. Amounts, numbers and items of the orders stay.')
          .redirect(`/admin/customers/${id}`, 303),
      ({ errors, message }) => erasePage(reply, id, message ?? errors.sure ?? null),
    )
  })
}

const unsure = () =>
  invalid({
    pointer: '/sure',
    code: 'required',
    detail: 'Tick the box first: this cannot be undone.',
  })

async function erasePage(reply: FastifyReply, id: number, problem: string | null = null) {
  const customer = await getCustomer(reply.server.db, id)
  return reply.page('care/erase', { title: `Erase ${customer.name}`, customer, problem })
}

export default erase

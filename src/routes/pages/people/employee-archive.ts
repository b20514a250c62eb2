// Archive page of an employee: whoever has open orders hands them over first. /admin/employees/{id}/archive
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { IdParams } from '../../../schemas/common.ts'
import { ReassignmentInput } from '../../../schemas/orders/reassignment.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { listOrderRows } from '../../../services/orders/lists/list.ts'
import { reassignWork } from '../../../services/orders/reassignment/index.ts'
import { archiveEmployee, countOpenWork } from '../../../services/orders/reassignment/open-work.ts'
import { listWorkloads, workloadFilters } from '../../../services/orders/workload.ts'
import { getEmployee, listCurrentEmployees } from '../../../services/people/employees/index.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { type Form, formOf, type Refused, submitForm, valuesOf } from '../forms.ts'
import { latestUndo } from '../history/latest-undo.ts'
import { urlOf } from '../queries.ts'
import { personEvent } from './person/noun.ts'

const page = { config: { permission: 'employees.write' }, schema: { params: IdParams } } as const

const employeeArchive: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/employees/:id/archive', page, ({ params }, reply) =>
    archivePage(reply, params.id, {}),
  )

  app.post('/admin/employees/:id/archive', page, (request, reply) => {
    const { id } = request.params
    const form = formOf(request)
    return submitForm(
      reply,
      () => archive(request, id, valuesOf(form).to ?? ''),
      async (words) => {
        const undo = await latestUndo(reply, 'employee', id)
        return personEvent(reply, `/admin/employees/${id}`, words, undo)
      },
      (refused) => archivePage(reply, id, form, refused),
    )
  })
}

/** @returns what to say afterwards */
async function archive(request: FastifyRequest, id: number, to: string): Promise<string> {
  const { db } = request.server
  const { name } = await getEmployee(db, id)
  if (to === '') {
    await request.change((change) => archiveEmployee(change, id))
    return `${name} archived.`
  }
  const input = checked(ReassignmentInput, { to: to === 'none' ? null : to, archive: true })
  const writes = { first: request.change.bind(request), next: request.change.bind(request) }
  const { moved } = await reassignWork(writes, id, input)
  if (moved === 0) return `${name} archived.`
  const orders = moved === 1 ? '1 order' : `${moved} orders`
  return input.to === null
    ? `${name} archived. ${orders} now unassigned.`
    : `${name} archived. ${orders} now with ${(await getEmployee(db, input.to)).name}.`
}

async function archivePage(reply: FastifyReply, id: number, form: Form, refused?: Refused) {
  const { db } = reply.server
  const employee = await getEmployee(db, id)
  if (employee.archivedAt !== null) return reply.redirect(`/admin/employees/${id}`, 303)
  const { timeZone } = await findSettings(db)
  const { open } = workloadFilters(id, timeZone)
  const others = (await listCurrentEmployees(db)).filter((one) => one.id !== id)
  const workloads = await listWorkloads(
    db,
    others.map((one) => one.id),
  )
  const { rows } = await listOrderRows(db, { ...open, sort: 'deadline' })
  return reply.page('people/employees/archive', {
    title: `Archive ${employee.name}`,
    employee,
    orders: rows,
    count: await countOpenWork(db, id),
    allOrders: urlOf('/admin/orders', { ...open, sort: 'deadline' }),
    others: others.map((one) => ({
      id: one.id,
      name: one.name,
      workload: workloads.get(one.id) ?? NO_WORK(one.id),
    })),
    to: valuesOf(form).to ?? '',
    problem: refused ? (refused.message ?? Object.values(refused.errors).join(' ')) : null,
  })
}

const NO_WORK = (employeeId: number) => ({ employeeId, open: 0, dueWithin7Days: 0, overdue: 0 })

export default employeeArchive

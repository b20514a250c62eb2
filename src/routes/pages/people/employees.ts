// Employee list page with workload, and the page of one employee with next orders: /admin/employees.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams } from '../../../schemas/common.ts'
import type { Workload } from '../../../schemas/orders/workload.ts'
import { EmployeeInput, EmployeeQuery } from '../../../schemas/people/employees.ts'
import { listOrderRows } from '../../../services/orders/lists/list.ts'
import { totalOrders } from '../../../services/orders/lists/totals.ts'
import { getWorkload, listWorkloads, workloadFilters } from '../../../services/orders/workload.ts'
import {
  countEmployees,
  getEmployee,
  listEmployees,
} from '../../../services/people/employees/index.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import type { LinkedWorkload } from '../../../views/contexts/people.ts'
import { addRoutes } from '../../shared/add-routes.ts'
import { EMPLOYEES } from '../../shared/people.ts'
import { pageBeyond } from '../beyond-last.ts'
import { pageQuery, urlOf } from '../queries.ts'
import employeeArchive from './employee-archive.ts'
import { personList } from './person/list.ts'
import { personRoutes } from './person/routes.ts'

const config = { permission: 'employees.read' } as const

const employees: FastifyPluginAsyncTypebox = async (app) => {
  await addRoutes(app, [employeeArchive])

  app.get('/admin/employees', { config: { ...config, etag: true } }, async (request, reply) => {
    const query = pageQuery(EmployeeQuery, request.query)
    const db = await app.db.forLists()
    const list = await listEmployees(db, query)
    const { rows, nextCursor } = list
    const total = await countEmployees(db, query)
    const { timeZone } = await findSettings(db)
    const workloads = await listWorkloads(
      db,
      rows.map(({ id }) => id),
    )
    const unassigned = await totalOrders(db, workloadFilters('none', timeZone).open)
    const { cursor: _, ...others } = query
    const beyond = await pageBeyond(
      query,
      list,
      (page) => listEmployees(db, { ...others, page }),
      (page) => urlOf('/admin/employees', others, { page }),
    )
    const context = {
      title: 'Employees',
      list: personList('employee', query, { nextCursor, total, beyond }),
      employees: rows.map((employee) => ({
        ...employee,
        workload: linked(workloads.get(employee.id) as Workload, timeZone),
      })),
      busiest: Math.max(1, ...[...workloads.values()].map(({ open }) => open)),
      unassigned: { orders: unassigned.orders, href: openOrders('none', timeZone) },
    }
    return reply.page('people/employees/index', context, 'people/employees/_table')
  })

  app.get(
    '/admin/employees/:id',
    { config, schema: { params: IdParams } },
    async (request, reply) => {
      const employee = await getEmployee(app.db, request.params.id)
      const { timeZone } = await findSettings(app.db)
      const workload = await getWorkload(app.db, employee.id)
      const open = workloadFilters(employee.id, timeZone).open
      const orders = await listOrderRows(app.db, { ...open, sort: 'deadline' })
      return reply.page('people/employees/show', {
        title: employee.name,
        employee,
        workload: linked(workload, timeZone),
        orders: orders.rows,
        allOrders: openOrders(employee.id, timeZone),
      })
    },
  )

  personRoutes(app, {
    ...EMPLOYEES,
    remove: undefined,
    path: '/admin/employees',
    input: EmployeeInput,
  })
}

/** Workload counts, each with a link to the list that it counts. */
function linked({ employeeId, ...counts }: Workload, timeZone: string): LinkedWorkload {
  const filters = workloadFilters(employeeId, timeZone)
  const link = (name: keyof typeof filters) => ({
    count: counts[name],
    href: urlOf('/admin/orders', filters[name]),
  })
  return {
    open: link('open'),
    dueWithin7Days: link('dueWithin7Days'),
    overdue: link('overdue'),
  }
}

const openOrders = (employeeId: number | 'none', timeZone: string) =>
  urlOf('/admin/orders', { ...workloadFilters(employeeId, timeZone).open, sort: 'deadline' })

export default employees

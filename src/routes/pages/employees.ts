// /admin/employees: the list with everybody's workload, and one employee with what is to be done next.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams } from '../../schemas/common.ts'
import { EmployeeInput, EmployeeQuery, type Workload } from '../../schemas/employees.ts'
import { STAFF } from '../../schemas/roles.ts'
import {
  countEmployees,
  createEmployee,
  getEmployee,
  listEmployees,
  removeEmployee,
  restoreEmployee,
  updateEmployee,
} from '../../services/employees.ts'
import { listOrderRows } from '../../services/order-lists.ts'
import { totalOrders } from '../../services/order-totals.ts'
import { findSettings } from '../../services/settings.ts'
import { getWorkload, listWorkloads, workloadFilters } from '../../services/workload.ts'
import { personList } from './person-list.ts'
import { personRoutes } from './person-routes.ts'
import { pageQuery, urlOf } from './queries.ts'

const config = { roles: STAFF }

const employees: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/admin/employees',
    { config: { ...config, unchanged: true } },
    async (request, reply) => {
      const query = pageQuery(EmployeeQuery, request.query)
      const db = await app.db.forLists()
      const { rows, nextCursor } = await listEmployees(db, query)
      const total = await countEmployees(db, query)
      const { timeZone } = await findSettings(db)
      const workloads = await listWorkloads(
        db,
        rows.map(({ id }) => id),
      )
      const unassigned = await totalOrders(db, workloadFilters('none', timeZone).open)
      const context = {
        title: 'Employees',
        list: personList('employee', query, { nextCursor, total }),
        employees: rows.map((employee) => ({
          ...employee,
          workload: linked(workloads.get(employee.id) as Workload, timeZone),
        })),
        busiest: Math.max(1, ...[...workloads.values()].map(({ open }) => open)),
        unassigned: { orders: unassigned.orders, href: openOrders('none', timeZone) },
      }
      return reply.page('employees/index', context, 'employees/_table')
    },
  )

  app.get(
    '/admin/employees/:id',
    { config, schema: { params: IdParams } },
    async (request, reply) => {
      const employee = await getEmployee(app.db, request.params.id)
      const { timeZone } = await findSettings(app.db)
      const workload = await getWorkload(app.db, employee.id)
      const open = workloadFilters(employee.id, timeZone).open
      const orders = await listOrderRows(app.db, { ...open, sort: 'deadline' })
      return reply.page('employees/show', {
        title: employee.name,
        employee,
        workload: linked(workload, timeZone),
        orders: orders.rows,
        allOrders: openOrders(employee.id, timeZone),
      })
    },
  )

  personRoutes(app, {
    word: 'employee',
    path: '/admin/employees',
    input: EmployeeInput,
    get: getEmployee,
    create: createEmployee,
    update: updateEmployee,
    remove: removeEmployee,
    restore: restoreEmployee,
  })
}

/** Each number with the list that it counts. */
function linked({ employeeId, ...counts }: Workload, timeZone: string) {
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

/** The list of open orders, the most urgent first. */
const openOrders = (employeeId: number | 'none', timeZone: string) =>
  urlOf('/admin/orders', { ...workloadFilters(employeeId, timeZone).open, sort: 'deadline' })

export default employees

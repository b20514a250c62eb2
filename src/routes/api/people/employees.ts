// Employees of the API: /api/employees.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ref } from '../../../schemas/common.ts'
import { Reassignment, ReassignmentInput } from '../../../schemas/orders/reassignment.ts'
import { Workload } from '../../../schemas/orders/workload.ts'
import {
  Employee,
  EmployeeInput,
  EmployeePatch,
  EmployeeQuery,
} from '../../../schemas/people/employees.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { reassignWork } from '../../../services/orders/reassignment/index.ts'
import { getWorkload } from '../../../services/orders/workload.ts'
import { getEmployee } from '../../../services/people/employees/index.ts'
import { EMPLOYEES } from '../../shared/people.ts'
import { personRoutes } from './person.ts'

const tags = ['Employees']
const config = { permission: 'employees.read' } as const

const employees: FastifyPluginAsyncTypebox = async (app) => {
  personRoutes(app, {
    ...EMPLOYEES,
    one: 'an employee',
    staysOn: 'named on old orders',
    keptBy:
      'One with open orders stays: 409 `open_work`, with the first 200 `orderIds` and their `orderCount`. `POST /api/employees/{id}/reassign` hands them over.',
    person: Employee,
    query: EmployeeQuery,
    input: EmployeeInput,
    patch: EmployeePatch,
  })

  app.post('/api/employees/:id/reassign', {
    config: { permission: 'orders.write' },
    schema: {
      tags,
      summary: "Hand an employee's open orders to somebody else",
      description:
        'Each order records the change as if it had been edited. Up to 100 orders move in one transaction; more move in several, and the last one archives.',
      operationId: 'reassignWork',
      params: IdParams,
      body: ref(ReassignmentInput),
      response: answers({ 200: ref(Reassignment) }, [404, 409, 422]),
    },
    handler: (request) =>
      reassignWork(
        {
          first: (work) => request.once(work),
          next: (work) => request.change(work),
        },
        request.params.id,
        request.body,
      ),
  })

  app.get('/api/employees/:id/workload', {
    config: { ...config, etag: true },
    schema: {
      tags,
      summary: 'How much an employee has to do',
      description: 'Each number is the total of the list of orders that its description names.',
      operationId: 'getWorkload',
      params: IdParams,
      response: answers({ 200: ref(Workload) }, [404]),
    },
    handler: async ({ params }) => {
      const db = await app.db.forLists()
      const employee = await getEmployee(db, params.id)
      return getWorkload(db, employee.id)
    },
  })
}

export default employees

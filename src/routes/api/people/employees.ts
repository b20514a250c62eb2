// Employees of the API: /api/employees.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ref } from '../../../schemas/common.ts'
import { Workload } from '../../../schemas/orders/workload.ts'
import {
  Employee,
  EmployeeInput,
  EmployeePatch,
  EmployeeQuery,
} from '../../../schemas/people/employees.ts'
import { answers } from '../../../schemas/problems/details.ts'
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
    person: Employee,
    query: EmployeeQuery,
    input: EmployeeInput,
    patch: EmployeePatch,
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

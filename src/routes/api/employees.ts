// /api/employees
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ListOf, ref } from '../../schemas/common.ts'
import {
  Employee,
  EmployeeInput,
  EmployeePatch,
  EmployeeQuery,
  Workload,
} from '../../schemas/employees.ts'
import { answers, Nothing } from '../../schemas/problems.ts'
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
import { getWorkload } from '../../services/workload.ts'
import { ifMatch, listAnswer, tagged } from './respond.ts'

const tags = ['Employees']
const config = { roles: STAFF }

const employees: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/employees', {
    config: { ...config, unchanged: true },
    schema: {
      tags,
      summary: 'List employees by name',
      operationId: 'listEmployees',
      querystring: EmployeeQuery,
      response: answers({ 200: ListOf(ref(Employee)) }),
    },
    handler: async ({ query }, reply) => {
      const db = await app.db.forLists()
      const page = await listEmployees(db, query)
      const total = query.total ? await countEmployees(db, query) : undefined
      return listAnswer(reply, page, (employee) => employee, total)
    },
  })

  app.post('/api/employees', {
    config,
    schema: {
      tags,
      summary: 'Add an employee',
      operationId: 'createEmployee',
      body: ref(EmployeeInput),
      response: answers({ 201: ref(Employee) }, [422]),
    },
    handler: async (request, reply) => {
      const employee = await request.once((change) => createEmployee(change, request.body))
      reply.code(201).header('location', `/api/employees/${employee.id}`)
      return tagged(reply, employee)
    },
  })

  app.get('/api/employees/:id', {
    config,
    schema: {
      tags,
      summary: 'Get an employee',
      operationId: 'getEmployee',
      params: IdParams,
      response: answers({ 200: ref(Employee) }, [404]),
    },
    handler: async ({ params }, reply) => tagged(reply, await getEmployee(app.db, params.id)),
  })

  app.put('/api/employees/:id', {
    config,
    schema: {
      tags,
      summary: 'Change an employee',
      operationId: 'updateEmployee',
      params: IdParams,
      body: ref(EmployeePatch),
      response: answers({ 200: ref(Employee) }, [404, 412, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const version = ifMatch(request)
      const work = request.change((change) => updateEmployee(change, params.id, body, version))
      return tagged(reply, await work)
    },
  })

  app.delete('/api/employees/:id', {
    config,
    schema: {
      tags,
      summary: 'Archive an employee',
      description: 'The employee leaves the lists and stays named on old orders.',
      operationId: 'deleteEmployee',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => removeEmployee(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })

  app.post('/api/employees/:id/restore', {
    config,
    schema: {
      tags,
      summary: 'Bring an archived employee back',
      description: 'One who is not archived stays as they are.',
      operationId: 'restoreEmployee',
      params: IdParams,
      response: answers({ 200: ref(Employee) }, [404]),
    },
    handler: async (request, reply) =>
      tagged(reply, await request.once((change) => restoreEmployee(change, request.params.id))),
  })

  app.get('/api/employees/:id/workload', {
    config: { ...config, unchanged: true },
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

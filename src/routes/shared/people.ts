// The services of customers and of employees under the same names, for the routes that both have in common.

import { archiveEmployee } from '../../services/orders/reassignment/open-work.ts'
import * as customers from '../../services/people/customers/index.ts'
import * as employees from '../../services/people/employees/index.ts'

export const CUSTOMERS = {
  word: 'customer',
  list: customers.listCustomers,
  count: customers.countCustomers,
  get: customers.getCustomer,
  create: customers.createCustomer,
  update: customers.updateCustomer,
  remove: customers.removeCustomer,
  restore: customers.restoreCustomer,
} as const

export const EMPLOYEES = {
  word: 'employee',
  list: employees.listEmployees,
  count: employees.countEmployees,
  get: employees.getEmployee,
  create: employees.createEmployee,
  update: employees.updateEmployee,
  remove: archiveEmployee,
  restore: employees.restoreEmployee,
} as const

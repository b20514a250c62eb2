// Contexts of the templates for customers and employees.
import type { Workload } from '../../schemas/orders/workload.ts'
import type { Customer, Duplicate } from '../../schemas/people/customers.ts'
import type { Employee } from '../../schemas/people/employees.ts'
import type { OrderRow } from '../../services/orders/types.ts'
import type { CustomerFigures } from '../../services/people/customers/figures.ts'
import type { ByField, Empty, Link, LinkedCount, Page, Pager, Tab } from './parts.ts'

export interface PeoplePages {
  'people/customers/index': CustomersPage
  'people/customers/show': CustomerPage
  'people/employees/archive': EmployeeArchivePage
  'people/employees/index': EmployeesPage
  'people/employees/show': EmployeePage
  'people/form': PersonFormPage
}

export interface PeopleFragments {
  'people/customers/_table': CustomersPage
  'people/employees/_table': EmployeesPage
}

/** Search, tabs and pager around a list of people, and what is shown where nobody was found. */
export interface PersonList extends Pager {
  id: string
  path: string
  search: string | null
  archived: true | null
  total: number
  counted: string
  tabs: readonly Tab[]
  empty: Empty
}

type Figures = Omit<CustomerFigures, 'id'>

interface CustomersPage extends Page {
  list: PersonList
  csv: string | null
  customers: readonly (Customer & Figures)[]
}

interface CustomerPage extends Page {
  customer: Customer
  /** The record into which this one was merged. */
  mergedInto: Customer | null
  accounts: readonly { id: number; email: string }[]
  figures: Figures
  orders: readonly OrderRow[]
  /** There are more orders than these. */
  hasMore: boolean
  links: { orders: string; owing: string; newOrder: string }
}

export interface LinkedWorkload {
  open: LinkedCount
  dueWithin7Days: LinkedCount
  overdue: LinkedCount
}

interface EmployeesPage extends Page {
  list: PersonList
  employees: readonly (Employee & { workload: LinkedWorkload })[]
  /** The largest workload: the length of a whole bar. */
  busiest: number
  unassigned: { orders: number; href: string }
}

interface EmployeePage extends Page {
  employee: Employee
  workload: LinkedWorkload
  orders: readonly OrderRow[]
  allOrders: string
}

interface EmployeeArchivePage extends Page {
  employee: Employee
  /** The first open orders, the most urgent first. */
  orders: readonly OrderRow[]
  count: number
  allOrders: string
  /** Who can take the orders over. */
  others: readonly (Pick<Employee, 'id' | 'name'> & { workload: Workload })[]
  /** The chosen employee's id, `none` for nobody, or empty. */
  to: string
  problem: string | null
}

export interface PersonFormPage extends Page {
  back: Link
  action: string
  /** The template with the fields of the form. */
  fields: `/people/${'customer' | 'employee'}s/_fields`
  submit: string
  hidden: ByField
  values: ByField
  errors: ByField | null
  /** A refusal that belongs to no single field. */
  message: string | null
  /** Where the person is who was saved by the first sending of the same form. */
  savedBefore: string | null
  overtaken: Overtaken | null
  /** Known customers whom the new one may be. */
  duplicates: readonly Duplicate[] | null
}

/** What somebody else saved while a form was open. */
export interface Overtaken {
  by: string | null
  at: string | null
  archived: boolean
  differences: readonly Difference[]
}

/** A field that differs between the typed and the saved version. */
export interface Difference {
  label: string
  yours: string
  saved: string
  /** Version that the form holds now: the saved one if the person had changed nothing. */
  holds: 'yours' | 'saved'
}

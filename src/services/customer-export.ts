// All customers of a filter, for a file, with what they ordered and owe.
import type { Reader } from '../db/database.ts'
import { sql, where } from '../db/sql.ts'
import type { Customer, CustomerQuery } from '../schemas/customers.ts'
import {
  COLUMNS,
  type CustomerFigures,
  customerConditions,
  customerFigures,
  NO_FIGURES,
} from './customers.ts'
import { slices } from './slices.ts'

export type ExportedCustomer = Customer & Omit<CustomerFigures, 'id'>

/** The customers that a list with this filter shows, by id. */
export async function* exportCustomers(
  db: Reader,
  filter: Pick<CustomerQuery, 'search' | 'archived'>,
): AsyncGenerator<ExportedCustomer[]> {
  const found = slices(db, 'customers', (part) =>
    db.all<Customer>(sql`
      SELECT ${COLUMNS}
      FROM ${part} customers
      ${where(customerConditions(filter))}
      ORDER BY id`),
  )
  for await (const customers of found) {
    const ids = customers.map(({ id }) => id)
    const figures = await customerFigures(db, ids)
    yield customers.map((customer) => ({
      ...customer,
      ...(figures.get(customer.id) ?? NO_FIGURES),
    }))
  }
}

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
import { slicesOf } from './slices.ts'

export type ExportedCustomer = Customer & Omit<CustomerFigures, 'id'>

/** The customers that a list with this filter shows, by id. */
export async function* exportCustomers(
  db: Reader,
  filter: Pick<CustomerQuery, 'search' | 'archived'>,
): AsyncGenerator<ExportedCustomer[]> {
  for await (const slice of slicesOf(db, 'customers')) {
    const customers = await db.all<Customer>(sql`
      SELECT ${COLUMNS}
      FROM ${slice} customers
      ${where(customerConditions(filter))}
      ORDER BY id`)
    const ids = customers.map(({ id }) => id)
    const figures = await customerFigures(db, ids)
    if (ids.length > 0) yield customers.map((one) => ({ ...one, ...figuresOf(figures, one.id) }))
  }
}

const figuresOf = (figures: Map<number, CustomerFigures>, id: number) =>
  figures.get(id) ?? NO_FIGURES

// All customers of a filter, for a file, with what they ordered and owe.
import type { Reader } from '../db/database.ts'
import { type Sql, sql, where } from '../db/sql.ts'
import type { Customer, CustomerQuery } from '../schemas/customers.ts'
import {
  COLUMNS,
  type CustomerFigures,
  customerConditions,
  customerFigures,
  NO_FIGURES,
} from './customers.ts'
import { slicesFound, slicesOf } from './slices.ts'

export type ExportedCustomer = Customer & Omit<CustomerFigures, 'id'>

/** The customers that a list with this filter shows, by id. */
export async function* exportCustomers(
  db: Reader,
  filter: Pick<CustomerQuery, 'search' | 'archived'>,
): AsyncGenerator<ExportedCustomer[]> {
  const conditions = customerConditions(filter)
  const isSearch = Boolean(filter.search?.trim())
  const slices = isSearch ? found(db, conditions) : slicesOf(db, 'customers')
  for await (const slice of slices) {
    const customers = await db.all<Customer>(sql`
      SELECT ${COLUMNS}
      FROM ${slice} customers
      ${where(isSearch ? [] : conditions)}
      ORDER BY id`)
    const ids = customers.map(({ id }) => id)
    const figures = await customerFigures(db, ids)
    if (ids.length > 0) yield customers.map((one) => ({ ...one, ...figuresOf(figures, one.id) }))
  }
}

const found = (db: Reader, conditions: readonly Sql[]) =>
  slicesFound(
    db,
    'customers',
    (after, most) => sql`
      SELECT id
      FROM customers
      ${where([...conditions, sql`id > ${after}`])}
      ORDER BY id
      LIMIT ${most}`,
  )

const figuresOf = (figures: Map<number, CustomerFigures>, id: number) =>
  figures.get(id) ?? NO_FIGURES

// Exports the customers of a filter with their order totals and balances.
import type { Reader } from '../../db/database.ts'
import { rowCount, type Sql, sql, where } from '../../db/sql.ts'
import type { Customer } from '../../schemas/people/customers.ts'
import { type CustomerFigures, customerFigures, NO_FIGURES } from '../people/customers/figures.ts'
import {
  COLUMNS,
  type CustomerFilter,
  customerConditions,
  customerOf,
  type StoredCustomer,
} from '../people/customers/index.ts'
import { searchBatches, tableBatches } from '../shared/batches.ts'

export type ExportedCustomer = Customer & Omit<CustomerFigures, 'id'>

export async function* exportCustomers(
  db: Reader,
  filter: CustomerFilter,
): AsyncGenerator<ExportedCustomer[]> {
  const conditions = customerConditions(filter)
  const isSearch = Boolean(filter.search?.trim())
  const batches = isSearch ? matchingBatches(db, conditions) : tableBatches(db, 'customers')
  for await (const batch of batches) {
    const customers = await db.all<StoredCustomer>(sql`
      SELECT ${COLUMNS}
      FROM ${batch} customers
      ${where(isSearch ? [] : conditions)}
      ORDER BY id`)
    const ids = customers.map(({ id }) => id)
    const figures = await customerFigures(db, ids)
    if (ids.length > 0)
      yield customers.map((one) => ({ ...customerOf(one), ...figuresOf(figures, one.id) }))
  }
}

const matchingBatches = (db: Reader, conditions: readonly Sql[]) =>
  searchBatches(
    db,
    'customers',
    (after, most) => sql`
      SELECT id
      FROM customers
      ${where([...conditions, sql`id > ${after}`])}
      ORDER BY id
      LIMIT ${rowCount(most)}`,
  )

const figuresOf = (figures: Map<number, CustomerFigures>, id: number) =>
  figures.get(id) ?? NO_FIGURES

// Customers: kept for as long as an order refers to them, found by any part of name, phone or e-mail.
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { list, type Sql, sql, where } from '../db/sql.ts'
import type { Customer, CustomerInput, CustomerPatch, CustomerQuery } from '../schemas/customers.ts'
import type { Change } from './change.ts'
import { customerMatches } from './customer-search.ts'
import { differences, type EventData, recordEvent } from './events.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from './paging.ts'
import { notFound } from './refusal.ts'
import { digits, folded, textOrNull } from './text.ts'
import { expectVersion } from './versions.ts'

export const COLUMNS = sql`
  id, name, phone_number AS "phoneNumber", email, address, notes, version,
  archived_at AS "archivedAt", created_at AS "createdAt", updated_at AS "updatedAt"`

type Row = Customer & { nameFolded: string }

const LIST = 'customers'

export async function listCustomers(db: Reader, query: CustomerQuery): Promise<Page<Customer>> {
  const limit = query.limit ?? 50
  const filters = customerConditions(query)
  if (query.cursor) {
    const [name, id] = decodeKeyset(query.cursor, LIST, 'string')
    filters.push(sql`(name_folded, id) > (${name}, ${id})`)
  }
  const rows = await db.all<Row>(sql`
    SELECT ${COLUMNS}, name_folded AS "nameFolded"
    FROM customers
    ${where(filters)}
    ORDER BY name_folded, id
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows, limit, (row) => [LIST, row.nameFolded, row.id])
}

const counts = new Kept<number>()

/** How many customers a filter finds: counted when something was committed. */
export async function countCustomers(db: Reader, query: CustomerQuery): Promise<number> {
  const { archived } = query
  const search = query.search?.trim()
  const count = async () => {
    const row = await db.get<{ total: number }>(
      search || archived
        ? sql`SELECT count(*) AS total FROM customers ${where(customerConditions(query))}`
        : ALL_CURRENT,
    )
    return row?.total ?? 0
  }
  return counts.get(db, JSON.stringify([search, archived]), count)
}

/** SQLite counts a whole table without looking at its entries, and few customers are archived. */
const ALL_CURRENT = sql`
  SELECT (SELECT count(*) FROM customers)
       - (SELECT count(*) FROM customers WHERE archived_at IS NOT NULL) AS total`

/** What a filter of customers means in SQL. */
export function customerConditions(query: Pick<CustomerQuery, 'search' | 'archived'>): Sql[] {
  const filters = [query.archived ? sql`archived_at IS NOT NULL` : sql`archived_at IS NULL`]
  const search = query.search?.trim()
  if (search) filters.push(customerMatches(search))
  return filters
}

export const findCustomer = (db: Reader, id: number) =>
  db.get<Customer>(sql`SELECT ${COLUMNS} FROM customers WHERE id = ${id}`)

/** @throws Refusal `not_found` */
export async function getCustomer(db: Reader, id: number): Promise<Customer> {
  const customer = await findCustomer(db, id)
  if (!customer) throw notFound('customer')
  return customer
}

export async function createCustomer(change: Change, input: CustomerInput): Promise<Customer> {
  const fields = clean(input)
  const created = await change.get<Customer>(sql`
    INSERT INTO customers (name, name_folded, phone_number, phone_digits, email, address, notes,
                           created_at, updated_at)
    VALUES (${fields.name}, ${folded(fields.name)}, ${fields.phoneNumber}, ${digits(fields.phoneNumber)},
            ${fields.email}, ${fields.address}, ${fields.notes}, ${change.at}, ${change.at})
    RETURNING ${COLUMNS}`)
  if (!created) throw new Error('INSERT ... RETURNING brought no row')
  await recordEvent(change, 'customer.created', 'customer', created.id, { name: created.name })
  return created
}

/** @throws Refusal `not_found`, `stale_version` */
export async function updateCustomer(
  change: Change,
  id: number,
  patch: CustomerPatch,
  version?: number,
): Promise<Customer> {
  const before = await getCustomer(change, id)
  expectVersion('customer', before.version, version)
  const fields = clean({ ...before, ...patch })
  const data = differences(before, fields)
  if (Object.keys(data).length === 0) return before
  const updated = await change.get<Customer>(sql`
    UPDATE customers
    SET name = ${fields.name}, name_folded = ${folded(fields.name)},
        phone_number = ${fields.phoneNumber}, phone_digits = ${digits(fields.phoneNumber)},
        email = ${fields.email}, address = ${fields.address}, notes = ${fields.notes},
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}
    RETURNING ${COLUMNS}`)
  await recordEvent(change, 'customer.updated', 'customer', id, data)
  return updated as Customer
}

/** Archives a customer: gone from lists, still readable on old orders, restorable. */
export async function removeCustomer(change: Change, id: number, version?: number): Promise<void> {
  const customer = await getCustomer(change, id)
  expectVersion('customer', customer.version, version)
  if (customer.archivedAt) return
  await change.run(sql`
    UPDATE customers
    SET archived_at = ${change.at}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  await recordEvent(change, 'customer.archived', 'customer', id)
}

/**
 * Brings an archived customer back.
 * @param facts what else the event says
 */
export async function restoreCustomer(
  change: Change,
  id: number,
  facts: EventData = {},
): Promise<Customer> {
  const customer = await getCustomer(change, id)
  if (!customer.archivedAt) return customer
  const restored = await change.get<Customer>(sql`
    UPDATE customers
    SET archived_at = NULL, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}
    RETURNING ${COLUMNS}`)
  await recordEvent(change, 'customer.restored', 'customer', id, facts)
  return restored as Customer
}

export interface CustomerFigures {
  id: number
  orders: number
  /** What was paid on all orders, refunds taken off; smallest units. */
  spent: number
  /** What is still owed on orders that are not cancelled. */
  balance: number
  lastOrderAt: string | null
}

/** Of somebody who has ordered nothing. */
export const NO_FIGURES: Omit<CustomerFigures, 'id'> = {
  orders: 0,
  spent: 0,
  balance: 0,
  lastOrderAt: null,
}

/** What the customers of a list ordered, paid and owe. Archived orders count only for what was paid. */
export async function customerFigures(
  db: Reader,
  ids: readonly number[],
): Promise<Map<number, CustomerFigures>> {
  const rows = await db.all<CustomerFigures>(sql`
    SELECT customer_id AS id,
           count(*) FILTER (WHERE archived_at IS NULL) AS orders,
           sum(paid_amount) AS spent,
           coalesce(sum(total_amount - paid_amount)
             FILTER (WHERE archived_at IS NULL AND status <> 'cancelled'), 0) AS balance,
           max(date_of_creation) FILTER (WHERE archived_at IS NULL) AS "lastOrderAt"
    FROM orders
    WHERE customer_id IN (${list(ids)})
    GROUP BY customer_id`)
  return new Map(rows.map((row) => [row.id, row]))
}

function clean(input: CustomerInput) {
  return {
    name: input.name.trim().replace(/\s+/g, ' '),
    phoneNumber: input.phoneNumber.trim(),
    email: textOrNull(input.email),
    address: textOrNull(input.address),
    notes: textOrNull(input.notes),
  }
}

// Customers: list, create, update, archive and restore.
import type { Reader } from '../../../db/database.ts'
import { type Sql, sql, where } from '../../../db/sql.ts'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import { notFound, Refusal } from '../../../lib/errors/refusal.ts'
import { normalizeLine, normalizePhone, trimToNull } from '../../../lib/text/normalize.ts'
import type { EventData } from '../../../schemas/events/types.ts'
import type { ConsentField, ConsentSource, Consents } from '../../../schemas/people/consent.ts'
import type {
  Customer,
  CustomerInput,
  CustomerPatch,
  CustomerQuery,
} from '../../../schemas/people/customers.ts'
import { archiveRow, restoreRow } from '../../shared/archive.ts'
import type { Change } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from '../../shared/paging.ts'
import { changesConditions, metadataOf, storedReferences } from '../../shared/references.ts'
import { searchColumns } from '../../shared/search/columns.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import {
  CONSENT_COLUMNS,
  consentsAfter,
  consentsOf,
  consentValues,
  NOT_ASKED,
  recordConsents,
  type StoredConsents,
  setConsents,
} from './consent.ts'
import { customerMatches } from './search.ts'

export const COLUMNS = sql`
  id, name, phone_number AS "phoneNumber", email, address, notes,
  external_reference AS "externalReference", metadata, ${CONSENT_COLUMNS}, version,
  archived_at AS "archivedAt", merged_into AS "mergedInto",
  erased_at AS "erasedAt", created_at AS "createdAt", updated_at AS "updatedAt"`

export type StoredCustomer = Omit<Customer, 'metadata' | ConsentField> &
  Pick<StoredConsents, ConsentField> & { metadata: string }

export const customerOf = (row: StoredCustomer): Customer => ({
  ...row,
  metadata: metadataOf(row),
  ...consentsOf(row),
})

type Row = StoredCustomer & { nameFolded: string }

const BY_NAME = {
  list: 'customers',
  column: sql`name_folded`,
  value: ({ nameFolded }: Row) => nameFolded,
}
const BY_UPDATE = {
  list: 'customers updatedAt',
  column: sql`updated_at`,
  value: ({ updatedAt }: Row) => updatedAt,
}

const shown = ({ nameFolded, ...row }: Row): Customer => customerOf(row)

export async function listCustomers(db: Reader, query: CustomerQuery): Promise<Page<Customer>> {
  const limit = query.limit ?? 50
  const filters = customerConditions(query)
  const { list, column, value } = query.updatedSince ? BY_UPDATE : BY_NAME
  if (query.cursor) {
    const [last, id] = decodeKeyset(query.cursor, list, 'string')
    filters.push(sql`(${column}, id) > (${last}, ${id})`)
  }
  const rows = await db.all<Row>(sql`
    SELECT ${COLUMNS}, name_folded AS "nameFolded"
    FROM customers
    ${where(filters)}
    ORDER BY ${column}, id
    ${limitOf({ ...query, limit })}`)
  const page = pageOf(rows, limit, (row) => [list, value(row), row.id])
  return { ...page, rows: page.rows.map(shown) }
}

const counts = new VersionedCache<number>()

export async function countCustomers(db: Reader, query: CustomerQuery): Promise<number> {
  const { archived, externalReference, updatedSince } = query
  const search = query.search?.trim()
  const count = async () => {
    const row = await db.get<{ total: number }>(
      search || archived || externalReference || updatedSince
        ? sql`SELECT count(*) AS total FROM customers ${where(customerConditions(query))}`
        : ALL_CURRENT,
    )
    return row?.total ?? 0
  }
  return counts.get(db, JSON.stringify([search, archived, externalReference, updatedSince]), count)
}

/** SQLite counts a whole table without visiting its rows, and few customers are archived. */
const ALL_CURRENT = sql`
  SELECT (SELECT count(*) FROM customers)
       - (SELECT count(*) FROM customers WHERE archived_at IS NOT NULL) AS total`

export type CustomerFilter = Pick<
  CustomerQuery,
  'search' | 'archived' | 'externalReference' | 'updatedSince'
>

const CHANGES = { reference: sql`external_reference`, updatedAt: sql`updated_at` }

export function customerConditions(query: CustomerFilter): Sql[] {
  const filters = [query.archived ? sql`archived_at IS NOT NULL` : sql`archived_at IS NULL`]
  const search = query.search?.trim()
  if (search) filters.push(customerMatches(search))
  filters.push(...changesConditions(query, CHANGES).map(([, condition]) => condition))
  return filters
}

export async function findCustomer(db: Reader, id: number): Promise<Customer | undefined> {
  const row = await db.get<StoredCustomer>(sql`SELECT ${COLUMNS} FROM customers WHERE id = ${id}`)
  return row && customerOf(row)
}

/** @throws Refusal `not_found` */
export async function getCustomer(db: Reader, id: number): Promise<Customer> {
  const customer = await findCustomer(db, id)
  if (!customer) throw notFound('customer')
  return customer
}

/** @param consents what the customer said elsewhere and before; by default staff asked them now */
export async function createCustomer(
  change: Change,
  input: CustomerInput,
  consents: Consents = consentsAfter(NOT_ASKED, input, { at: change.at, by: 'staff' }),
): Promise<Customer> {
  const fields = clean(input)
  const columns = searchColumns(fields)
  const created = await change.get<StoredCustomer>(sql`
    INSERT INTO customers (name, name_folded, name_parts, phone_number, phone_digits, email, address,
                           notes, external_reference, metadata, email_consent, email_consent_at,
                           email_consent_by, text_consent, text_consent_at, text_consent_by,
                           created_at, updated_at)
    VALUES (${fields.name}, ${columns.nameFolded}, ${columns.nameParts}, ${fields.phoneNumber},
            ${columns.phoneDigits}, ${fields.email}, ${fields.address}, ${fields.notes},
            ${fields.externalReference}, ${fields.metadata}, ${consentValues(consents)},
            ${change.at}, ${change.at})
    RETURNING ${COLUMNS}`)
  if (!created) throw new Error('INSERT ... RETURNING brought no row')
  await recordEvent(change, 'customer.created', created.id, { name: created.name })
  await recordConsents(change, created.id, NOT_ASKED, consents)
  return customerOf(created)
}

interface UpdateOptions {
  /** Who says what the patch has of consent. */
  by?: ConsentSource
}

/** @throws Refusal `not_found`, `stale_version` */
export async function updateCustomer(
  change: Change,
  id: number,
  patch: CustomerPatch,
  version?: ExpectedVersion,
  { by = 'staff' }: UpdateOptions = {},
): Promise<Customer> {
  const before = await getCustomer(change, id)
  expectVersion('customer', before.version, version)
  expectNotMerged(before)
  const fields = clean({ ...before, ...patch })
  const data = differences(before, { ...fields, metadata: metadataOf(fields) })
  const consents = consentsAfter(before, patch, { at: change.at, by })
  const columns = searchColumns(fields)
  if (Object.keys({ ...data, ...differences(before, consents) }).length === 0) return before
  const updated = await change.get<StoredCustomer>(sql`
    UPDATE customers
    SET name = ${fields.name}, name_folded = ${columns.nameFolded}, name_parts = ${columns.nameParts},
        phone_number = ${fields.phoneNumber}, phone_digits = ${columns.phoneDigits},
        email = ${fields.email}, address = ${fields.address}, notes = ${fields.notes},
        external_reference = ${fields.externalReference}, metadata = ${fields.metadata},
        ${setConsents(consents)}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}
    RETURNING ${COLUMNS}`)
  if (Object.keys(data).length > 0) await recordEvent(change, 'customer.updated', id, data)
  await recordConsents(change, id, before, consents)
  return customerOf(updated as StoredCustomer)
}

const erased = () =>
  new Refusal(
    'conflict',
    'customer_erased',
    'This customer was erased. Add a new customer instead.',
  )

/** @throws Refusal `customer_merged` (409) with `mergedInto`, `customer_erased` */
export function expectNotMerged({ name, mergedInto, erasedAt }: Customer): void {
  if (erasedAt) throw erased()
  if (mergedInto === null) return
  const message = `This record of ${name} was merged into another one. Use that one.`
  throw new Refusal('conflict', 'customer_merged', message, { members: { mergedInto } })
}

export async function removeCustomer(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  await archiveRow(change, 'customer', await getCustomer(change, id), version)
}

/** @param facts additional data of the event */
export async function restoreCustomer(
  change: Change,
  id: number,
  facts: EventData<'customer.restored'> = {},
): Promise<Customer> {
  const customer = await getCustomer(change, id)
  expectNotMerged(customer)
  return (await restoreRow(change, 'customer', customer, facts))
    ? getCustomer(change, id)
    : customer
}

function clean(input: CustomerInput) {
  return {
    name: normalizeLine(input.name),
    phoneNumber: normalizePhone(input.phoneNumber),
    email: trimToNull(input.email),
    address: trimToNull(input.address),
    notes: trimToNull(input.notes),
    ...storedReferences(input),
  }
}

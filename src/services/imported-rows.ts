// What was imported before, by the reference that its file gave it.
import { list, sql } from '../db/sql.ts'
import type { Change } from './change.ts'

type Imported = 'customer' | 'order'

/** Those of the references that were imported already. */
export async function importedBefore(
  change: Change,
  entity: Imported,
  references: readonly string[],
): Promise<Set<string>> {
  const rows = await inParts(references, (part) =>
    change.all<{ reference: string }>(sql`
      SELECT reference
      FROM imported_rows
      WHERE entity = ${entity} AND reference IN (${list(part)})`),
  )
  return new Set(rows.map(({ reference }) => reference))
}

export const keepReference = (change: Change, entity: Imported, reference: string, id: number) =>
  change.run(sql`
    INSERT INTO imported_rows (entity, reference, entity_id, created_at, updated_at)
    VALUES (${entity}, ${reference}, ${id}, ${change.at}, ${change.at})`)

export interface KnownCustomer {
  id: number
  nameFolded: string
  phoneDigits: string
}

/** The customers with one of the phone numbers, those who are not archived first, then the oldest. */
export const customersByPhone = (change: Change, phones: readonly string[]) =>
  inParts([...new Set(phones)], (part) =>
    change.all<KnownCustomer>(sql`
      SELECT id, name_folded AS "nameFolded", phone_digits AS "phoneDigits"
      FROM customers
      WHERE phone_digits IN (${list(part)})
      ORDER BY archived_at IS NOT NULL, id`),
  )

/** A statement binds only so many values. */
async function inParts<Row>(
  values: readonly string[],
  read: (part: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let start = 0; start < values.length; start += 500) {
    rows.push(...(await read(values.slice(start, start + 500))))
  }
  return rows
}

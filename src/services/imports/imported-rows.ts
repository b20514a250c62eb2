// Finds rows that were imported before, by the reference in their file.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../../db/database.ts'
import { list, sql } from '../../db/sql.ts'
import type { Phones } from '../people/phone-numbers.ts'
import type { Change } from '../shared/change.ts'

const PART = 100

type Imported = 'customer' | 'order'

export async function findImported(
  db: Reader,
  entity: Imported,
  references: readonly string[],
): Promise<Set<string>> {
  const imported = new Set<string>()
  for await (const part of partsOf(references)) {
    const rows = await db.all<{ reference: string }>(sql`
      SELECT reference
      FROM imported_rows
      WHERE entity = ${entity} AND reference IN (${list(part)})`)
    for (const { reference } of rows) imported.add(reference)
  }
  return imported
}

export const storeImportReference = (
  change: Change,
  entity: Imported,
  reference: string,
  id: number,
) =>
  change.run(sql`
    INSERT INTO imported_rows (entity, reference, entity_id, created_at, updated_at)
    VALUES (${entity}, ${reference}, ${id}, ${change.at}, ${change.at})`)

export interface CustomerOfPhone {
  id: number
  name: string
  nameFolded: string
  phoneNumber: string
}

/** Of each number current customers first, then the oldest. In parts; a customer may be in two of them. */
export async function* customersByPhone(
  db: Reader,
  { spellingsOf }: Phones,
  phoneNumbers: readonly string[],
): AsyncGenerator<CustomerOfPhone[]> {
  for await (const part of partsOf([...new Set(phoneNumbers)])) {
    yield await db.all<CustomerOfPhone>(sql`
      SELECT id, name, name_folded AS "nameFolded", phone_number AS "phoneNumber"
      FROM customers
      WHERE phone_digits IN (${list([...new Set(part.flatMap(spellingsOf))])})
      ORDER BY archived_at IS NOT NULL, id`)
  }
}

/**
 * Long lists are read in parts, with other requests in between. A single part does not yield: inside a change only its
 * own statements may be awaited.
 */
export async function* partsOf<Value>(values: readonly Value[]): AsyncGenerator<readonly Value[]> {
  for (let start = 0; start < values.length; start += PART) {
    if (start > 0) await setImmediate()
    yield values.slice(start, start + PART)
  }
}

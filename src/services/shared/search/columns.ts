// Search columns: values derived from names and phone numbers, stored beside them.
import type { Transaction } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { foldText, phoneDigits } from '../../../lib/text/normalize.ts'
import { itemSearchText, shortParts } from './terms.ts'

export function searchColumns({ name, phoneNumber }: { name: string; phoneNumber: string }) {
  const nameFolded = foldText(name)
  return { nameFolded, nameParts: shortParts(nameFolded), phoneDigits: phoneDigits(phoneNumber) }
}

/** Stores each item name once. Must come before the items that refer to it. */
export async function addItemNames(tx: Transaction, names: readonly string[]): Promise<void> {
  for (const name of new Set(names)) {
    await tx.run(sql`
      INSERT INTO item_names (name, folded)
      SELECT new.name, new.folded
      FROM (SELECT CAST(${name} AS text) AS name, CAST(${itemSearchText(name)} AS text) AS folded) AS new
      WHERE NOT EXISTS (SELECT 1 FROM item_names i WHERE i.name = new.name)
      ON CONFLICT (name) DO NOTHING`)
  }
}

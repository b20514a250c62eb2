// Archives and restores rows with `archived_at`: sets the column, increases the version and records an event.
import { sql } from '../../db/sql.ts'
import type { EventData } from '../../schemas/events/types.ts'
import type { Change } from './change.ts'
import { recordEvent } from './events/record.ts'
import { type ExpectedVersion, expectVersion } from './versions.ts'

const TABLES = {
  order: sql`orders`,
  customer: sql`customers`,
  employee: sql`employees`,
  category: sql`categories`,
  product: sql`products`,
}

type Archivable = keyof typeof TABLES

interface ArchivableRow {
  id: number
  version: number
  archivedAt: string | null
}

/** A second time changes nothing. @throws Refusal `stale_version` */
export async function archiveRow(
  change: Change,
  entity: Archivable,
  row: ArchivableRow,
  version: ExpectedVersion,
): Promise<void> {
  expectVersion(entity, row.version, version)
  if (row.archivedAt) return
  await storeArchived(change, entity, row.id, change.at)
  await recordEvent(change, `${entity}.archived`, row.id, {})
}

/**
 * @param facts additional data of the event
 * @returns false if the row is not archived
 */
export async function restoreRow(
  change: Change,
  entity: Archivable,
  row: ArchivableRow,
  facts: EventData<`${Archivable}.restored`>,
): Promise<boolean> {
  if (!row.archivedAt) return false
  await storeArchived(change, entity, row.id, null)
  await recordEvent(change, `${entity}.restored`, row.id, facts)
  return true
}

const storeArchived = (change: Change, entity: Archivable, id: number, archivedAt: string | null) =>
  change.run(sql`
    UPDATE ${TABLES[entity]}
    SET archived_at = ${archivedAt}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)

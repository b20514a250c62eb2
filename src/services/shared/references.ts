// External references and metadata of orders and customers, as stored, and the filter for changes since a time.
import { type Sql, sql } from '../../db/sql.ts'
import { trimToNull } from '../../lib/text/normalize.ts'
import { storedMoment } from '../../lib/time/timestamps.ts'
import type { ChangesQuery, Metadata } from '../../schemas/shared/references.ts'

export interface References {
  externalReference: string | null
  /** JSON with sorted keys, so that equal texts are equal values. */
  metadata: string
}

interface ReferencesInput {
  externalReference?: string | null | undefined
  metadata?: Metadata | null | undefined
}

const NONE: References = { externalReference: null, metadata: '{}' }

export function storedReferences(input: ReferencesInput, before: References = NONE): References {
  const { externalReference, metadata } = input
  return {
    externalReference:
      externalReference === undefined ? before.externalReference : trimToNull(externalReference),
    metadata: metadata === undefined ? before.metadata : sorted(metadata ?? {}),
  }
}

const sorted = (metadata: Metadata) =>
  JSON.stringify(Object.fromEntries(Object.entries(metadata).sort()))

/** Metadata is mostly empty; idempotent responses of older versions lack it. */
export const metadataOf = ({ metadata }: Pick<References, 'metadata'>): Metadata =>
  metadata === '{}' || metadata === undefined ? {} : JSON.parse(metadata)

export function changesConditions(
  query: ChangesQuery,
  columns: ChangeColumns,
): [keyof ChangesQuery, Sql][] {
  const { externalReference, updatedSince } = query
  const conditions: [keyof ChangesQuery, Sql][] = []
  if (externalReference !== undefined) {
    conditions.push(['externalReference', sql`${columns.reference} = ${externalReference.trim()}`])
  }
  if (updatedSince) {
    conditions.push(['updatedSince', sql`${columns.updatedAt} >= ${storedMoment(updatedSince)}`])
  }
  return conditions
}

interface ChangeColumns {
  reference: Sql
  updatedAt: Sql
}

// Fields of a merged record: the kept one's own, filled from the other where it has none. Notes of both stand together,
// and a consent that was refused on either is refused.
import { sql } from '../../../db/sql.ts'
import type { EventData } from '../../../schemas/events/types.ts'
import type { Customer } from '../../../schemas/people/customers.ts'
import { mergedConsents, setConsents } from '../../people/customers/consent.ts'
import type { Change } from '../../shared/change.ts'
import { differences } from '../../shared/events/record.ts'
import { searchColumns } from '../../shared/search/columns.ts'

const MERGED = [
  'phoneNumber',
  'email',
  'address',
  'notes',
  'externalReference',
  'metadata',
  'emailConsent',
  'emailConsentAt',
  'emailConsentBy',
  'textConsent',
  'textConsentAt',
  'textConsentBy',
] as const

export type MergedFields = Pick<Customer, (typeof MERGED)[number]>

/** What the event says of the fields: each one that changed, before and after. */
export type FilledFields = EventData<'customer.merged'>['fields']

const MOST_METADATA = 20

export function mergedFields(into: Customer, from: Customer): MergedFields {
  const metadata = Object.entries({ ...from.metadata, ...into.metadata })
  return {
    phoneNumber: into.phoneNumber || from.phoneNumber,
    email: into.email ?? from.email,
    address: into.address ?? from.address,
    notes: notesOf(into.notes, from.notes),
    externalReference: into.externalReference ?? from.externalReference,
    metadata: metadata.length > MOST_METADATA ? into.metadata : Object.fromEntries(metadata),
    ...mergedConsents(into, from),
  }
}

function notesOf(ours: string | null, theirs: string | null): string | null {
  if (!ours || !theirs || ours.includes(theirs)) return ours ?? theirs
  return `${ours}\n\n${theirs}`
}

export const fieldsFilled = (into: Customer, fields: MergedFields): FilledFields =>
  differences(into, fields)

/** The record as it was before the fields were filled. */
export function fieldsBefore(into: Customer, filled: FilledFields): Customer {
  const before = { ...into }
  for (const field of MERGED) putBack(before, filled, field)
  return before
}

function putBack<Field extends keyof MergedFields>(
  record: MergedFields,
  filled: { [Name in Field]?: { before: MergedFields[Name] } },
  field: Field,
): void {
  const change = filled[field]
  if (change) record[field] = change.before
}

/** Also when nothing differs: the record's version rises with every merge. */
export async function storeFields(
  change: Change,
  id: number,
  fields: MergedFields & { name: string },
): Promise<void> {
  const { phoneDigits } = searchColumns(fields)
  await change.run(sql`
    UPDATE customers
    SET phone_number = ${fields.phoneNumber}, phone_digits = ${phoneDigits},
        email = ${fields.email}, address = ${fields.address}, notes = ${fields.notes},
        external_reference = ${fields.externalReference},
        metadata = ${JSON.stringify(fields.metadata)}, ${setConsents(fields)},
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
}

// Consents of a customer in an import file, with when they were given and who put them down.
import type { FieldError } from '../../../lib/errors/refusal.ts'
import { isMoment, storedMoment } from '../../../lib/time/timestamps.ts'
import {
  CONSENT_FIELDS,
  CONSENT_SOURCES,
  type ConsentField,
  type Consents,
} from '../../../schemas/people/consent.ts'
import { NOT_ASKED } from '../../people/customers/consent.ts'
import { parseYesNo } from '../yes-no.ts'

type Column = keyof Consents
type Values = Partial<Record<Column, string>>

/** @param now when a consent without a time was given: an old answer counts from the import */
export function parseConsents(values: Values, now: string) {
  const errors: FieldError[] = []
  const consents = { ...NOT_ASKED }
  for (const field of CONSENT_FIELDS) parseOne(field, values, { now, consents, errors })
  return { consents, errors }
}

interface Reading {
  now: string
  consents: Consents
  errors: FieldError[]
}

function parseOne(field: ConsentField, values: Values, { now, consents, errors }: Reading): void {
  const [said, at, by] = [field, `${field}At`, `${field}By`].map((name) =>
    values[name as Column]?.trim(),
  )
  const wrong = (column: Column, code: string, detail: string) =>
    errors.push({ pointer: `/${column}`, code, detail })
  if (!said) {
    if (at) wrong(`${field}At`, 'dependent', `Without ${field}, leave ${field}At empty.`)
    if (by) wrong(`${field}By`, 'dependent', `Without ${field}, leave ${field}By empty.`)
    return
  }
  const source = CONSENT_SOURCES.find((one) => one === (by || 'staff'))
  const answer = parseYesNo(said)
  if (answer === undefined) {
    wrong(
      field,
      'enum',
      `"${said.slice(0, 40)}" is neither yes nor no. Leave it empty if nobody asked.`,
    )
  }
  if (at && !isMoment(at)) {
    const detail = 'This is not a moment with its offset, such as 2026-12-01T15:00:00Z.'
    wrong(`${field}At`, 'format', detail)
  }
  if (!source) wrong(`${field}By`, 'enum', `Use one of: ${CONSENT_SOURCES.join(', ')}.`)
  if (errors.length > 0 || !source) return
  consents[field] = answer ?? false
  consents[`${field}At`] = at ? storedMoment(at) : now
  consents[`${field}By`] = source
}

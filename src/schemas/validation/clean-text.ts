// Text normalization before validation: removes surrounding spaces and invisible characters. A name of invisible
// characters counts as missing, and a pasted phone number may contain direction marks.
import type { KeywordDefinition } from 'ajv'
import { isBlank, normalizeLine, normalizePhone, stripInvisible } from '../../lib/text/normalize.ts'

/** Kinds of text, by the value of the keyword `x-text`. */
const CLEAN = {
  /** Single line, without characters that change the text direction. */
  line: normalizeLine,
  /** Multiple lines, unchanged; empty if nothing is visible. */
  text: (text: string) => (isBlank(text) ? '' : text),
  phone: normalizePhone,
  email: (text: string) => stripInvisible(text).trim(),
}
export type TextKind = keyof typeof CLEAN

/** An ajv keyword that changes the value in place, before length and pattern are validated. */
export const xText: KeywordDefinition = {
  keyword: 'x-text',
  type: 'string',
  schemaType: 'string',
  before: 'maxLength',
  modifying: true,
  errors: false,
  validate: (kind: TextKind, text: string, _schema: unknown, place?: Place) => {
    // NUL has an error of its own: see storable.ts. So have blank and empty texts.
    if (place && text !== '' && !text.includes('\0')) {
      place.parentData[place.parentDataProperty] = CLEAN[kind](text) || ' '
    }
    return true
  },
}

interface Place {
  parentData: Record<string | number, unknown>
  parentDataProperty: string | number
}

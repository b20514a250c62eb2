// Input limits for all schemas: values that a database would alter, and too many values.
import { type FieldError, Refusal } from '../../lib/errors/refusal.ts'

/** The largest valid order has 520 values; reporting errors for a million would block the process. */
const MOST_VALUES = 10_000

/** Call it before validation, which would report each of a million errors. @throws Refusal `too_many_values` (413) */
export function refuseTooMany(input: unknown): void {
  some(input, () => false)
}

/**
 * Fields with a NUL or half of a surrogate pair (SQLite truncates or alters it, PostgreSQL refuses it), or a number
 * without an exact representation in JavaScript: 9007199254740993 becomes another id, 1e308 exceeds every column, and
 * `1e999` in a query becomes Infinity, which passes every minimum and maximum of ajv.
 */
export function unstorable(input: unknown): FieldError[] {
  // Fast path: the fields are only located if there are any.
  return some(input, isUnstorable) ? fieldsIn(input).map(fieldError) : []
}

/** Whether any value inside an input matches. Iterative: 100,000 levels must not overflow the stack. */
function some(input: unknown, isSo: (value: unknown) => boolean): boolean {
  const waiting = [input]
  let count = 0
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (isSo(value)) return true
    if (typeof value !== 'object' || value === null) continue
    for (const member in value) {
      count += 1
      if (count === MOST_VALUES) throw tooMany()
      waiting.push((value as Record<string, unknown>)[member])
    }
  }
  return false
}

const isUnstorable = (value: unknown) =>
  (typeof value === 'string' && (value.includes('\0') || /\p{Surrogate}/u.test(value))) ||
  (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER))

function fieldsIn(input: unknown): Field[] {
  const fields: Field[] = []
  const waiting: Field[] = [[input, '']]
  for (const [value, pointer] of waiting) {
    if (isUnstorable(value)) fields.push([value, pointer])
    if (typeof value !== 'object' || value === null) continue
    for (const [member, inner] of Object.entries(value)) {
      waiting.push([inner, `${pointer}/${escapePointer(member)}`])
    }
  }
  return fields
}

type Field = [value: unknown, pointer: string]

const fieldError = ([value, pointer]: Field): FieldError =>
  typeof value === 'string'
    ? { pointer, code: 'characters', detail: CHARACTERS }
    : { pointer, code: 'maximum', detail: 'This number is too large.' }

const CHARACTERS = 'This text holds a character that cannot be kept. Type it again.'

const tooMany = () =>
  new Refusal(
    'too_large',
    'too_many_values',
    'That is too much for one request. Send less at once.',
  )

export const escapePointer = (member: string) => member.replaceAll('~', '~0').replaceAll('/', '~1')

// What no input may hold, whatever its schema says: values that no database keeps as they are, and far too much at once.
import { type FieldError, Refusal } from '../services/refusal.ts'

/** The largest order that is taken has 520 values; naming what is wrong with a million would stop the shop. */
const MOST_VALUES = 10_000

/**
 * For before a schema is asked: it would name each of a million mistakes.
 * @throws Refusal `too_many_values` (413)
 */
export function refuseTooMany(input: unknown): void {
  some(input, () => false)
}

/**
 * The fields that hold a NUL or half of a surrogate pair (SQLite cuts or changes it, PostgreSQL refuses it), or a
 * number beyond all numbers (`1e999` in a query becomes Infinity, which passes every minimum and maximum of ajv).
 */
export function unstorable(input: unknown): FieldError[] {
  // Nearly always there is nothing: where exactly is only asked when there is.
  return some(input, isUnstorable) ? fieldsIn(input).map(fieldError) : []
}

/** Whether a value inside an input is so. Not recursive: 100,000 levels must not end the program. */
function some(input: unknown, isSo: (value: unknown) => boolean): boolean {
  const waiting = [input]
  let seen = 0
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (isSo(value)) return true
    if (typeof value !== 'object' || value === null) continue
    for (const member in value) {
      seen += 1
      if (seen === MOST_VALUES) throw tooMany()
      waiting.push((value as Record<string, unknown>)[member])
    }
  }
  return false
}

const isUnstorable = (value: unknown) =>
  (typeof value === 'string' && (value.includes('\0') || /\p{Surrogate}/u.test(value))) ||
  (typeof value === 'number' && !Number.isFinite(value))

function fieldsIn(input: unknown): Field[] {
  const found: Field[] = []
  const waiting: Field[] = [[input, '']]
  for (const [value, pointer] of waiting) {
    if (isUnstorable(value)) found.push([value, pointer])
    if (typeof value !== 'object' || value === null) continue
    for (const [member, inner] of Object.entries(value)) {
      waiting.push([inner, `${pointer}/${escapePointer(member)}`])
    }
  }
  return found
}

type Field = [value: unknown, pointer: string]

const fieldError = ([value, pointer]: Field): FieldError =>
  typeof value === 'string'
    ? { pointer, code: 'characters', detail: CHARACTERS }
    : { pointer, code: 'maximum', detail: 'This number is too large.' }

const CHARACTERS = 'This text holds a character that cannot be kept. Type it anew.'

const tooMany = () =>
  new Refusal('too_large', 'too_many_values', 'That is more than is accepted in one request.')

/** One step of a JSON Pointer (RFC 6901, section 3). */
export const escapePointer = (member: string) => member.replaceAll('~', '~0').replaceAll('/', '~1')

// What no input may hold, whatever its schema says: values that no database keeps as they are, and far too much at once.
import { type FieldError, Refusal } from '../services/refusal.ts'

/** The largest order that is taken has 520 values; naming what is wrong with a million would stop the shop. */
const MOST_VALUES = 10_000

/** Every value inside an input. Not recursive: what is nested a hundred thousand times must not end the program. */
function* valuesIn(input: unknown): Generator<[value: unknown, pointer: string]> {
  const waiting: [value: unknown, pointer: string][] = [[input, '']]
  for (const [value, pointer] of waiting) {
    yield [value, pointer]
    if (typeof value !== 'object' || value === null) continue
    for (const member of Object.keys(value)) {
      if (waiting.length === MOST_VALUES) throw tooMany()
      const inner = (value as Record<string, unknown>)[member]
      waiting.push([inner, `${pointer}/${escapePointer(member)}`])
    }
  }
}

/**
 * For before a schema is asked: it would name each of a million mistakes.
 * @throws Refusal `too_many_values` (413)
 */
export function refuseTooMany(input: unknown): void {
  for (const _ of valuesIn(input));
}

/**
 * The fields that hold a NUL or half of a surrogate pair (SQLite cuts or changes it, PostgreSQL refuses it), or a
 * number beyond all numbers (`1e999` in a query becomes Infinity, which passes every minimum and maximum of ajv).
 */
export function unstorable(input: unknown): FieldError[] {
  const errors: FieldError[] = []
  for (const [value, pointer] of valuesIn(input)) {
    if (typeof value === 'string' && !isStorable(value)) {
      errors.push({ pointer, code: 'characters', detail: CHARACTERS })
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      errors.push({ pointer, code: 'maximum', detail: 'This number is too large.' })
    }
  }
  return errors
}

const CHARACTERS = 'This text holds a character that cannot be kept. Type it anew.'

const isStorable = (text: string) => !text.includes('\0') && !/\p{Surrogate}/u.test(text)

const tooMany = () =>
  new Refusal('too_large', 'too_many_values', 'That is more than is accepted in one request.')

/** One step of a JSON Pointer (RFC 6901, section 3). */
export const escapePointer = (member: string) => member.replaceAll('~', '~0').replaceAll('/', '~1')

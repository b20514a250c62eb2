// What no input may hold, whatever its schema says: text that no database keeps as it is, and far too much at once.
import { type FieldError, Refusal } from '../services/refusal.ts'

/** The largest order that is taken has 520 values; naming what is wrong with a million would stop the shop. */
const MOST_VALUES = 10_000

/**
 * The fields whose text has a NUL or half of a surrogate pair: SQLite cuts or changes it, PostgreSQL refuses it.
 * @throws Refusal `too_many_values` (413)
 */
export function unstorable(input: unknown): FieldError[] {
  const errors: FieldError[] = []
  const waiting: [value: unknown, pointer: string][] = [[input, '']]
  // Not recursive: what is nested a hundred thousand times must not end the program.
  for (const [value, pointer] of waiting) {
    if (typeof value === 'string' && !isStorable(value)) errors.push(refused(pointer))
    if (typeof value !== 'object' || value === null) continue
    for (const member of Object.keys(value)) {
      if (waiting.length === MOST_VALUES) throw tooMany()
      const inner = (value as Record<string, unknown>)[member]
      waiting.push([inner, `${pointer}/${escapePointer(member)}`])
    }
  }
  return errors
}

const isStorable = (text: string) => !text.includes('\0') && !/\p{Surrogate}/u.test(text)

const refused = (pointer: string): FieldError => ({
  pointer,
  code: 'characters',
  detail: 'This text holds a character that cannot be kept. Type it anew.',
})

const tooMany = () =>
  new Refusal('too_large', 'too_many_values', 'That is more than is accepted in one request.')

/** One step of a JSON Pointer (RFC 6901, section 3). */
export const escapePointer = (member: string) => member.replaceAll('~', '~0').replaceAll('/', '~1')

// Names of an account: first and last name, and the full name that pages show. A full name may put the last name
// first, or be one word: it is never rewritten while its parts stay the same.
import { type FieldError, invalid } from '../../../lib/errors/refusal.ts'
import { normalizeLine } from '../../../lib/text/normalize.ts'

export interface NameInput {
  fullName?: string | undefined
  firstName?: string | null | undefined
  lastName?: string | null | undefined
}

export interface Names {
  fullName: string
  firstName: string | null
  lastName: string | null
}

const MOST_LETTERS = 120

/**
 * A full name alone is split before its last word; first and last name alone are put together.
 * @param before the names of an account that is changed
 * @throws Refusal `invalid_input` without a name, for one that is too long, and for parts that are not in the full name
 */
export function resolveNames(input: NameInput, before?: Names): Names {
  const fullName = input.fullName && normalizeLine(input.fullName)
  const [firstName, lastName] = [cleaned(input.firstName), cleaned(input.lastName)]
  const hasParts = firstName !== undefined || lastName !== undefined
  if (fullName) {
    if (hasParts) return { fullName, ...partsWithin(fullName, firstName, lastName) }
    return fullName === before?.fullName ? namesOf(before) : { fullName, ...splitName(fullName) }
  }
  if (!hasParts && before) return namesOf(before)
  const parts = {
    firstName: firstName === undefined ? (before?.firstName ?? null) : firstName,
    lastName: lastName === undefined ? (before?.lastName ?? null) : lastName,
  }
  return { fullName: composed(parts, before), ...parts }
}

/** Of an account: its other fields are left out. */
const namesOf = ({ fullName, firstName, lastName }: Names): Names => ({
  fullName,
  firstName,
  lastName,
})

type Parts = Omit<Names, 'fullName'>

const cleaned = (name: string | null | undefined) => name && normalizeLine(name)

/** "Rosa Maria Lindqvist" is Rosa Maria, Lindqvist; a single word is a first name. */
export function splitName(fullName: string): Parts {
  const blank = fullName.lastIndexOf(' ')
  return blank < 0
    ? { firstName: fullName, lastName: null }
    : { firstName: fullName.slice(0, blank), lastName: fullName.slice(blank + 1) }
}

/** A part that was not given is what the other one leaves of the full name. */
function partsWithin(
  fullName: string,
  firstName: string | null | undefined,
  lastName: string | null | undefined,
): Parts {
  const problems: FieldError[] = []
  if (firstName && !fullName.includes(firstName)) problems.push(contradiction('firstName'))
  if (lastName && !fullName.includes(lastName)) problems.push(contradiction('lastName'))
  if (problems.length > 0) throw invalid(...problems)
  const without = (part: string | null | undefined) =>
    (part && normalizeLine(fullName.replace(part, ' '))) || null
  return {
    firstName: firstName === undefined ? without(lastName) : firstName,
    lastName: lastName === undefined ? without(firstName) : lastName,
  }
}

function composed({ firstName, lastName }: Parts, before?: Names): string {
  const inOrder = joined(firstName, lastName)
  const reversed = joined(lastName, firstName)
  if (inOrder === '') throw invalid(problem('firstName', 'required', 'Name is missing.'))
  if (inOrder.length > MOST_LETTERS) {
    const detail = `First and last name can have at most ${MOST_LETTERS} characters together.`
    throw invalid(problem('lastName', 'maxLength', detail))
  }
  if (!before) return inOrder
  const isSame = firstName === before.firstName && lastName === before.lastName
  // Somebody only says which of the words is the last name.
  if (isSame || [inOrder, reversed].includes(before.fullName)) return before.fullName
  const lastNameFirst =
    before.lastName !== null && before.fullName === joined(before.lastName, before.firstName)
  return lastNameFirst ? reversed : inOrder
}

const joined = (...parts: (string | null)[]) => parts.filter(Boolean).join(' ')

const problem = (field: string, code: string, detail: string): FieldError => ({
  pointer: `/${field}`,
  code,
  detail,
})

const contradiction = (field: 'firstName' | 'lastName') =>
  problem(
    field,
    'contradiction',
    `This is not in the full name. Give ${field === 'firstName' ? 'the first' : 'the last'} name as it stands in "fullName", or leave "fullName" out.`,
  )

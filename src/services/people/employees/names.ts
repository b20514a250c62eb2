// Resolves employee names in import files. Only an exact and unique name counts; an ambiguous or unknown name is a
// finding, because a wrong guess would give the order to another employee.
import type { Reader } from '../../../db/database.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import { listCurrentEmployees, listEmployees } from './index.ts'

export type NamedEmployee = { id: number } | { code: 'reference' | 'ambiguous'; detail: string }

export type FindEmployee = (name: string) => NamedEmployee

interface Person {
  id: number
  name: string
}

export async function employeesByName(db: Reader): Promise<FindEmployee> {
  const current = await listCurrentEmployees(db)
  const { rows: archived } = await listEmployees(db, { archived: true, limit: 200 })
  return (name) => {
    const [one, other] = employeesNamed(current, name)
    if (one && other) return { code: 'ambiguous', detail: ambiguousName(one, other) }
    return one
      ? { id: one.id }
      : { code: 'reference', detail: unknownName(name, current, archived) }
  }
}

function employeesNamed(people: readonly Person[], name: string): Person[] {
  const folded = foldText(name)
  return folded === '' ? [] : people.filter((person) => foldText(person.name) === folded)
}

const ambiguousName = (one: Person, other: Person) =>
  `Two employees have this name: "${one.name}" and "${other.name}". Leave it empty and choose one of them in the order, or give one of them another name first.`

function unknownName(
  name: string,
  current: readonly Person[],
  archived: readonly Person[],
): string {
  const [left] = employeesNamed(archived, name)
  if (left) {
    return `${left.name} is archived. Leave it empty, or restore ${left.name} first.`
  }
  const near = nearestName(foldText(name), current)
  const hint = near ? `Is it "${near.name}"?` : 'Add the employee first, or leave it empty.'
  return `There is no employee "${name}". ${hint}`
}

/** A suggestion: a name that shares a whole word, or has at most one typing error per four letters. */
function nearestName(folded: string, people: readonly Person[]): Person | undefined {
  const words = new Set(folded.split(' ').filter((word) => word.length > 2))
  const ranked = people
    .map((person) => ({ person, distance: distanceOf(person, folded, words) }))
    .sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best && best.distance <= folded.length / 4 ? best.person : undefined
}

function distanceOf({ name }: Person, folded: string, words: ReadonlySet<string>): number {
  const other = foldText(name)
  const sharesWord = other.split(' ').some((word) => words.has(word))
  return sharesWord ? 0 : editDistance(folded, other)
}

function editDistance(one: string, other: string): number {
  const letters = [...other]
  let row = letters.map((_, at) => at + 1)
  for (const [line, letter] of [...one].entries()) {
    let corner = line
    let left = line + 1
    row = row.map((above, at) => {
      left = Math.min(left + 1, above + 1, corner + Number(letter !== letters[at]))
      corner = above
      return left
    })
  }
  return row.at(-1) ?? [...one].length
}

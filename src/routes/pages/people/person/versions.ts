// Merge of a customer or employee form with a version that somebody else saved.
import type { Difference } from '../../../../views/contexts/people.ts'
import type { ByField, Form } from '../../forms.ts'
import type { PersonField } from './noun.ts'

/** Form values of a stored person. */
export function valuesFrom(fields: readonly PersonField[], person: object): ByField {
  const record = person as Record<string, unknown>
  return byName(fields, (name) => plain(record[name]))
}

/** Typed values as they would be stored. */
export const typedFields = (fields: readonly PersonField[], form: Form): ByField =>
  byName(fields, (name) => plain(form[name]))

/** Hidden fields with the values when the form was opened. */
export const openedValues = (values: ByField): ByField =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`was.${name}`, value]))

/** Typed values over the saved ones; an unchanged field takes the saved value. */
export function bothVersions(fields: readonly PersonField[], form: Form, saved: ByField) {
  const typed = typedFields(fields, form)
  const differences: Difference[] = []
  const values = byName(fields, (name, field) => {
    const [yours, now] = [typed[name] ?? '', saved[name] ?? '']
    const untouched = form[`was.${name}`] !== undefined && plain(form[`was.${name}`]) === yours
    const holds = untouched ? 'saved' : 'yours'
    if (yours !== now) differences.push({ ...shownVersions(field, yours, now), holds })
    return untouched ? now : yours
  })
  return { values, differences }
}

const ANSWERS: ByField = { '': 'Not asked', true: 'Yes', false: 'No' }

function shownVersions({ label, isAnswer }: PersonField, yours: string, saved: string) {
  if (!isAnswer) return { label, yours, saved }
  return { label, yours: ANSWERS[yours] ?? yours, saved: ANSWERS[saved] ?? saved }
}

function byName(
  fields: readonly PersonField[],
  value: (name: string, field: PersonField) => string,
): ByField {
  const values: ByField = Object.create(null)
  for (const field of fields) values[field.name] = value(field.name, field)
  return values
}

/** Normalized for comparison: browsers send CR LF, and blanks at the ends do not count. */
const plain = (value: unknown) =>
  String([value].flat().at(-1) ?? '')
    .replaceAll('\r\n', '\n')
    .trim()

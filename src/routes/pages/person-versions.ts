// Two people changed the same customer or employee: what each has, so that neither change is lost unseen.
import type { ByField, Form } from './forms.ts'
import type { PersonField } from './person-noun.ts'

/** A field that is not the same in what was typed and in what somebody else saved meanwhile. */
export interface Difference {
  label: string
  yours: string
  saved: string
  /** Which of the two the form holds now: the saved one where the person had changed nothing. */
  holds: 'yours' | 'saved'
}

/** The values of a form for somebody who is kept already. */
export function valuesFrom(fields: readonly PersonField[], person: object): ByField {
  const kept = person as Record<string, unknown>
  return byName(fields, (name) => plain(kept[name]))
}

/** What a form was sent with, as it would be kept. */
export const typedIn = (fields: readonly PersonField[], form: Form): ByField =>
  byName(fields, (name) => plain(form[name]))

/** Hidden fields by which a form remembers what it was opened with. */
export const openedWith = (values: ByField): ByField =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`was.${name}`, value]))

/** Puts what was typed on top of what is saved now; a field that was left alone takes the saved value. */
export function bothVersions(fields: readonly PersonField[], form: Form, saved: ByField) {
  const typed = typedIn(fields, form)
  const differences: Difference[] = []
  const values = byName(fields, (name, label) => {
    const [yours, now] = [typed[name] ?? '', saved[name] ?? '']
    const untouched = form[`was.${name}`] !== undefined && plain(form[`was.${name}`]) === yours
    const holds = untouched ? 'saved' : 'yours'
    if (yours !== now) differences.push({ label, yours, saved: now, holds })
    return untouched ? now : yours
  })
  return { values, differences }
}

function byName(
  fields: readonly PersonField[],
  value: (name: string, label: string) => string,
): ByField {
  const found: ByField = Object.create(null)
  for (const { name, label } of fields) found[name] = value(name, label)
  return found
}

/** Browsers send lines with CR LF and people leave blanks at the ends: neither is a difference. */
const plain = (value: unknown) =>
  String([value].flat().at(-1) ?? '')
    .replaceAll('\r\n', '\n')
    .trim()

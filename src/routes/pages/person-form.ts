// What the form of a customer or an employee shows: empty, filled, refused, or overtaken by somebody else.
import { randomUUID } from 'node:crypto'
import type { TObject } from '@sinclair/typebox'
import type { Reader } from '../../db/database.ts'
import { listEventsOf } from '../../services/events.ts'
import type { ByField, Form, Refused } from './forms.ts'
import { fieldsOf, type KeptPerson, type PersonNoun } from './person-noun.ts'
import { bothVersions, openedWith, typedIn, valuesFrom } from './person-versions.ts'

const NOT_REFUSED = { errors: null, message: null, savedBefore: null, overtaken: null }

type Noun = Pick<PersonNoun<TObject>, 'word' | 'path' | 'input'>

/** A form for somebody new, with what is known already. */
export function newForm({ word, path }: Noun, values: ByField) {
  return {
    title: `New ${word}`,
    back: { href: path, label: `${capital(word)}s` },
    action: path,
    fields: `/${word}s/_fields`,
    submit: `Save ${word}`,
    hidden: { idempotencyKey: randomUUID() } as ByField,
    values,
    ...NOT_REFUSED,
  }
}

/** The same form once more, with what was typed and what was wrong with it. */
export function refusedNewForm(noun: Noun, form: Form, { errors, message, refusal }: Refused) {
  const shown = { ...newForm(noun, typedIn(fieldsOf(noun.input), form)), errors, message }
  const savedBefore = refusal.extras.members?.savedId ?? null
  if (savedBefore !== null) return { ...shown, savedBefore: `${noun.path}/${savedBefore}` }
  // Nothing was kept under the key, and the next try must not become a second person either.
  const { idempotencyKey } = form
  return typeof idempotencyKey === 'string' ? { ...shown, hidden: { idempotencyKey } } : shown
}

export function editForm(noun: Noun, person: KeptPerson) {
  const values = valuesFrom(fieldsOf(noun.input), person)
  const href = `${noun.path}/${person.id}`
  return {
    ...newForm(noun, values),
    title: `Edit ${person.name}`,
    back: { href, label: person.name },
    action: href,
    hidden: { version: String(person.version), ...openedWith(values) } as ByField,
  }
}

export function refusedEditForm(noun: Noun, person: KeptPerson, form: Form, refused: Refused) {
  const { errors, message } = refused
  const shown = editForm(noun, person)
  // Still the version that the person had before them, so that a change since then is not overlooked.
  const hidden = Object.keys(shown.hidden).map((name) => [name, String(form[name] ?? '')])
  const values = typedIn(fieldsOf(noun.input), form)
  return { ...shown, hidden: Object.fromEntries(hidden), values, errors, message }
}

/** Both versions; saving this form puts what it holds on top of the new one. */
export async function overtakenForm(db: Reader, noun: Noun, person: KeptPerson, form: Form) {
  const shown = editForm(noun, person)
  const { values, differences } = bothVersions(fieldsOf(noun.input), form, shown.values)
  const [last] = await listEventsOf(db, noun.word, person.id, 1)
  const overtaken = {
    by: last?.actor ?? null,
    at: last?.at ?? null,
    archived: person.archivedAt !== null,
    differences,
  }
  return { ...shown, values, submit: 'Save mine', overtaken }
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

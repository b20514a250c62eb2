// Template context of the customer and employee forms: new, filled, refused, or in an edit conflict.
import { randomUUID } from 'node:crypto'
import type { TObject } from '@sinclair/typebox'
import type { Reader } from '../../../../db/database.ts'
import { listEventsOf } from '../../../../services/shared/events/read.ts'
import type { PersonFormPage } from '../../../../views/contexts/people.ts'
import type { ByField, Form, Refused } from '../../forms.ts'
import { duplicatesIn, knownDuplicates } from '../duplicates.ts'
import { fieldsOf, type PersonNoun, type StoredPerson } from './noun.ts'
import { bothVersions, openedValues, typedFields, valuesFrom } from './versions.ts'

const NOT_REFUSED = {
  errors: null,
  message: null,
  savedBefore: null,
  overtaken: null,
  duplicates: null,
}

type Noun = Pick<PersonNoun<TObject>, 'word' | 'path' | 'input'>

export function newForm({ word, path }: Noun, values: ByField): PersonFormPage {
  return {
    title: `New ${word}`,
    back: { href: path, label: `${capital(word)}s` },
    action: path,
    fields: `/people/${word}s/_fields`,
    submit: `Save ${word}`,
    hidden: { idempotencyKey: randomUUID() },
    values,
    ...NOT_REFUSED,
  }
}

export function refusedNewForm(
  noun: Noun,
  form: Form,
  { errors, message, savedId, refusal }: Refused,
): PersonFormPage {
  const shown = { ...newForm(noun, typedFields(fieldsOf(noun.input), form)), errors, message }
  if (savedId !== null) return { ...shown, savedBefore: `${noun.path}/${savedId}` }
  // Nothing was stored under the idempotency key, so a retry has to use it again.
  const { idempotencyKey } = form
  const again =
    typeof idempotencyKey === 'string' ? { ...shown, hidden: { idempotencyKey } } : shown
  return withDuplicates(again, form, refusal, noun.word)
}

/** The same form with the known customers, which can be saved as it is. */
function withDuplicates(
  shown: PersonFormPage,
  form: Form,
  refusal: Refused['refusal'],
  word: Noun['word'],
): PersonFormPage {
  const duplicates = duplicatesIn(refusal)
  if (duplicates.length === 0) return shown
  const known = [...knownDuplicates(form), ...duplicates.map(({ id }) => id)]
  const hidden = { ...shown.hidden, knownDuplicates: known.join(' ') }
  return { ...shown, message: null, duplicates, hidden, submit: `Save as a new ${word}` }
}

export function editForm(noun: Noun, person: StoredPerson): PersonFormPage {
  const values = valuesFrom(fieldsOf(noun.input), person)
  const href = `${noun.path}/${person.id}`
  return {
    ...newForm(noun, values),
    title: `Edit ${person.name}`,
    back: { href, label: person.name },
    action: href,
    hidden: { version: String(person.version), ...openedValues(values) },
  }
}

export function refusedEditForm(
  noun: Noun,
  person: StoredPerson,
  form: Form,
  refused: Refused,
): PersonFormPage {
  const { errors, message } = refused
  const shown = editForm(noun, person)
  // Still the version that the person edited, so that a change since then is detected.
  const hidden = Object.keys(shown.hidden).map((name) => [name, String(form[name] ?? '')])
  const values = typedFields(fieldsOf(noun.input), form)
  return { ...shown, hidden: Object.fromEntries(hidden), values, errors, message }
}

/** Edit conflict with both versions; saving again overwrites the newer one. */
export async function conflictForm(
  db: Reader,
  noun: Noun,
  person: StoredPerson,
  form: Form,
): Promise<PersonFormPage> {
  const shown = editForm(noun, person)
  const { values, differences } = bothVersions(fieldsOf(noun.input), form, shown.values)
  const [last] = await listEventsOf(db, noun.word, person.id, 1)
  const overtaken = {
    by: last?.actor ?? null,
    at: last?.at ?? null,
    archived: person.archivedAt !== null,
    differences,
  }
  return { ...shown, values, submit: 'Save my changes', overtaken }
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

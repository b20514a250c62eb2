// Create, edit, archive and restore routes, shared by customers and employees.
import type { Static, TObject } from '@sinclair/typebox'
import { IdParams } from '../../../../schemas/common.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { type Form, formOf, patchOf, submitForm } from '../../forms.ts'
import { latestUndo } from '../../history/latest-undo.ts'
import { knownDuplicates } from '../duplicates.ts'
import { conflictForm, editForm, newForm, refusedEditForm, refusedNewForm } from './form.ts'
import { fieldsOf, type PersonNoun, personEvent, type StoredPerson, type TypedApp } from './noun.ts'
import { typedFields } from './versions.ts'

const page = 'people/form'

const configOf = (word: PersonNoun['word']) => ({ permission: `${word}s.write` }) as const

/** Registers the routes; list and detail pages are separate. */
export function personRoutes<Input extends TObject, Person extends StoredPerson>(
  app: TypedApp,
  noun: PersonNoun<Input, Person>,
): void {
  newPerson(app, noun)
  editPerson(app, noun)
  if (noun.remove) archivePerson(app, noun, noun.remove)
  restorePerson(app, noun)
}

function newPerson<Input extends TObject, Person extends StoredPerson>(
  app: TypedApp,
  noun: PersonNoun<Input, Person>,
) {
  const config = configOf(noun.word)
  app.get(`${noun.path}/new`, { config }, (request, reply) => {
    // A search without results prefills the form with its text.
    const known = typedFields(fieldsOf(noun.input), request.query as Form)
    return reply.page(page, newForm(noun, known))
  })

  app.post(noun.path, { config }, (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      () => {
        const input = inputIn(noun.input, form)
        const known = knownDuplicates(form)
        return request.once((change) => noun.create(change, input, known))
      },
      ({ id, name }) => personEvent(reply, `${noun.path}/${id}`, `${name} saved.`),
      (refused) => reply.page(page, refusedNewForm(noun, form, refused)),
    )
  })
}

function editPerson<Input extends TObject, Person extends StoredPerson>(
  app: TypedApp,
  noun: PersonNoun<Input, Person>,
) {
  const one = { config: configOf(noun.word), schema: { params: IdParams } }
  app.get(`${noun.path}/:id/edit`, one, async (request, reply) =>
    reply.page(page, editForm(noun, await noun.get(app.db, request.params.id))),
  )

  app.post(`${noun.path}/:id`, one, (request, reply) => {
    const { id } = request.params
    const form = formOf(request)
    return submitForm(
      reply,
      () => {
        const input = inputIn(noun.input, form)
        // A form without a version gives NaN, which matches none, so the edit conflict is shown.
        return request.change((change) => noun.update(change, id, input, Number(form.version)))
      },
      ({ name }) => personEvent(reply, `${noun.path}/${id}`, `${name} saved.`),
      async (refused) => {
        const person = await noun.get(app.db, id)
        const context =
          refused.refusal.kind === 'stale'
            ? await conflictForm(app.db, noun, person, form)
            : refusedEditForm(noun, person, form, refused)
        return reply.page(page, context)
      },
    )
  })
}

function archivePerson<Input extends TObject, Person extends StoredPerson>(
  app: TypedApp,
  noun: PersonNoun<Input, Person>,
  remove: NonNullable<PersonNoun['remove']>,
) {
  const one = { config: configOf(noun.word), schema: { params: IdParams } }
  app.post(`${noun.path}/:id/archive`, one, async (request, reply) => {
    const { id } = request.params
    const { name } = await request.change(async (change) => {
      await remove(change, id)
      return noun.get(change, id)
    })
    const undo = await latestUndo(reply, noun.word, id)
    return personEvent(reply, `${noun.path}/${id}`, `${name} archived.`, undo)
  })
}

function restorePerson<Input extends TObject, Person extends StoredPerson>(
  app: TypedApp,
  noun: PersonNoun<Input, Person>,
) {
  const one = { config: configOf(noun.word), schema: { params: IdParams } }
  app.post(`${noun.path}/:id/restore`, one, async (request, reply) => {
    const { id } = request.params
    const { name } = await request.change((change) => noun.restore(change, id))
    return personEvent(reply, `${noun.path}/${id}`, `${name} restored.`)
  })
}

/** The whole input, validated: the form has every field, so a blank one was cleared. An answer is never cleared unseen. */
function inputIn<Input extends TObject>(schema: Input, form: Form): Static<Input> {
  const fields = fieldsOf(schema).filter(({ name, isAnswer }) => !isAnswer || name in form)
  const optional = fields.filter((field) => field.optional).map((field) => field.name)
  return checked(schema, patchOf(typedFields(fields, form), optional))
}

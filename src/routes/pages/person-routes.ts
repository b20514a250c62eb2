// New, edit, archive and restore: the same for customers and employees.
import type { Static, TObject } from '@sinclair/typebox'
import { IdParams } from '../../schemas/common.ts'
import { STAFF } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import { type Form, patchOf, submitted } from './forms.ts'
import { latestUndo } from './latest-undo.ts'
import { editForm, newForm, overtakenForm, refusedEditForm, refusedNewForm } from './person-form.ts'
import { fieldsOf, type KeptPerson, type PersonNoun, type TypedApp, told } from './person-noun.ts'
import { typedIn } from './person-versions.ts'

const config = { roles: STAFF }
const one = { config, schema: { params: IdParams } }
const page = 'people/form'

/** The four ways to change somebody; the list and the page of a noun are its own. */
export function personRoutes<Input extends TObject, Person extends KeptPerson>(
  app: TypedApp,
  noun: PersonNoun<Input, Person>,
): void {
  newPerson(app, noun)
  editPerson(app, noun)
  archivePerson(app, noun)
}

function newPerson<Input extends TObject, Person extends KeptPerson>(
  app: TypedApp,
  noun: PersonNoun<Input, Person>,
) {
  app.get(`${noun.path}/new`, { config }, (request, reply) => {
    // A search that found nobody brings what was typed along.
    const known = typedIn(fieldsOf(noun.input), request.query as Form)
    return reply.page(page, newForm(noun, known))
  })

  app.post(noun.path, { config }, (request, reply) => {
    const form = request.body as Form
    return submitted(
      reply,
      () => {
        const input = inputIn(noun.input, form)
        return request.once((change) => noun.create(change, input))
      },
      ({ id, name }) => told(reply, `${noun.path}/${id}`, `${name} is saved.`),
      (refused) => reply.page(page, refusedNewForm(noun, form, refused)),
    )
  })
}

function editPerson<Input extends TObject, Person extends KeptPerson>(
  app: TypedApp,
  noun: PersonNoun<Input, Person>,
) {
  app.get(`${noun.path}/:id/edit`, one, async (request, reply) =>
    reply.page(page, editForm(noun, await noun.get(app.db, request.params.id))),
  )

  app.post(`${noun.path}/:id`, one, (request, reply) => {
    const { id } = request.params
    const form = request.body as Form
    return submitted(
      reply,
      () => {
        const input = inputIn(noun.input, form)
        // A form that does not say its version is no number, which is no version: both are shown.
        return request.change((change) => noun.update(change, id, input, Number(form.version)))
      },
      ({ name }) => told(reply, `${noun.path}/${id}`, `${name} is saved.`),
      async (refused) => {
        const person = await noun.get(app.db, id)
        const shown =
          refused.refusal.kind === 'stale'
            ? await overtakenForm(app.db, noun, person, form)
            : refusedEditForm(noun, person, form, refused)
        return reply.page(page, shown)
      },
    )
  })
}

function archivePerson<Input extends TObject, Person extends KeptPerson>(
  app: TypedApp,
  noun: PersonNoun<Input, Person>,
) {
  app.post(`${noun.path}/:id/archive`, one, async (request, reply) => {
    const { id } = request.params
    const { name } = await request.change(async (change) => {
      await noun.remove(change, id)
      return noun.get(change, id)
    })
    const undo = await latestUndo(reply, noun.word, id)
    return told(reply, `${noun.path}/${id}`, `${name} is archived.`, undo)
  })

  app.post(`${noun.path}/:id/restore`, one, async (request, reply) => {
    const { id } = request.params
    const { name } = await request.change((change) => noun.restore(change, id))
    return told(reply, `${noun.path}/${id}`, `${name} is back in the list.`)
  })
}

/** The whole input, checked: the form has every field, so an empty one was emptied. */
function inputIn<Input extends TObject>(schema: Input, form: Form): Static<Input> {
  const fields = fieldsOf(schema)
  const optional = fields.filter((field) => field.optional).map((field) => field.name)
  return checked(schema, patchOf(typedIn(fields, form), optional))
}

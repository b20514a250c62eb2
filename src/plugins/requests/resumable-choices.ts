// The people chosen in a resumable form: the form holds their ids, which mean nothing to whoever is asked to send it.
import type { Reader } from '../../db/database.ts'
import { isolateBidi } from '../../lib/text/normalize.ts'
import { can, type Viewer } from '../../services/access/viewers.ts'
import { findCustomer } from '../../services/people/customers/index.ts'
import { findEmployee } from '../../services/people/employees/index.ts'
import type { ResumableForm } from './resumable-form.ts'

/** Name and phone number of a person, by the name of the field. */
export type Choices = ReadonlyMap<string, string>

const FIND = { customerId: findCustomer, employeeId: findEmployee }

/** Empty for a viewer who may not see them: whoever signs in may be another person, and the ids may be forged. */
export async function findChoices(
  db: Reader,
  viewer: Viewer | null,
  { fields }: ResumableForm,
): Promise<Choices> {
  const choices = new Map<string, string>()
  if (!viewer || !can(viewer, 'orders.read')) return choices
  for (const [name, find] of Object.entries(FIND)) {
    const id = fields.find(([field]) => field === name)?.[1] ?? ''
    const person = /^[1-9]\d{0,14}$/.test(id) ? await find(db, Number(id)) : undefined
    if (person) choices.set(name, `${isolateBidi(person.name)}, ${person.phoneNumber}`)
  }
  return choices
}

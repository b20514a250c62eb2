// Customers and employees are kept in the same way; this is what their pages need to know of each.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Static, TObject } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../db/database.ts'
import type { Change } from '../../services/change.ts'

export interface KeptPerson {
  id: number
  name: string
  version: number
  archivedAt: string | null
}

export interface PersonNoun<
  Input extends TObject = TObject,
  Person extends KeptPerson = KeptPerson,
> {
  word: 'customer' | 'employee'
  path: string
  /** What the form holds; the titles of the schema are the names of the fields. */
  input: Input
  get(db: Reader, id: number): Promise<Person>
  create(change: Change, input: Static<Input>): Promise<Person>
  update(change: Change, id: number, input: Static<Input>, version: number): Promise<Person>
  remove(change: Change, id: number): Promise<void>
  restore(change: Change, id: number): Promise<Person>
}

export type TypedApp = Parameters<FastifyPluginAsyncTypebox>[0]

export interface PersonField {
  name: string
  label: string
  /** May be left empty. */
  optional: boolean
}

export const fieldsOf = (input: TObject): PersonField[] =>
  Object.entries(input.properties).map(([name, { title }]) => ({
    name,
    label: title ?? name,
    optional: !input.required?.includes(name),
  }))

/**
 * On to a page that says what happened.
 * @param undo the event that can be undone there
 */
export const told = (
  reply: FastifyReply,
  url: string,
  message: string,
  undo: number | null = null,
) => reply.flash('success', message, { undo }).redirect(url, 303)

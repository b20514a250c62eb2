// Description of customers and employees for the pages that they share.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Static, TObject } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../../../db/database.ts'
import type { Change } from '../../../../services/shared/change.ts'

export interface StoredPerson {
  id: number
  name: string
  version: number
  archivedAt: string | null
}

export interface PersonNoun<
  Input extends TObject = TObject,
  Person extends StoredPerson = StoredPerson,
> {
  word: 'customer' | 'employee'
  path: string
  /** Fields of the form; their labels are the titles in the schema. */
  input: Input
  get(db: Reader, id: number): Promise<Person>
  /** @param known ids of possible duplicates that the form has shown */
  create(change: Change, input: Static<Input>, known: readonly number[]): Promise<Person>
  update(change: Change, id: number, input: Static<Input>, version: number): Promise<Person>
  /** Undefined if archiving has a page of its own. */
  remove?: ((change: Change, id: number) => Promise<void>) | undefined
  restore(change: Change, id: number): Promise<Person>
}

export type TypedApp = Parameters<FastifyPluginAsyncTypebox>[0]

export interface PersonField {
  name: string
  label: string
  optional: boolean
  /** Yes, no, or neither. */
  isAnswer: boolean
}

export const fieldsOf = (input: TObject): PersonField[] =>
  Object.entries(input.properties).map(([name, { title, type }]) => ({
    name,
    label: title ?? name,
    optional: !input.required?.includes(name),
    isAnswer: [type].flat().includes('boolean'),
  }))

/**
 * Redirects with a flash message.
 * @param undo id of the event that the message offers to undo
 */
export const personEvent = (
  reply: FastifyReply,
  url: string,
  message: string,
  undo: number | null = null,
) => reply.flash('success', message, { undo }).redirect(url, 303)

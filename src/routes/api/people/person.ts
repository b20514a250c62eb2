// List, add, read, change, archive and restore: the routes that customers and employees have in common.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox'
import type { Reader } from '../../../db/database.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import type { Change } from '../../../services/shared/change.ts'
import type { Page } from '../../../services/shared/paging.ts'
import type { ExpectedVersion } from '../../../services/shared/versions.ts'
import { ifMatch, listAnswer, withETag } from '../respond.ts'

interface Versioned {
  id: number
  version: number
}

export interface PersonNoun<
  Person extends Versioned,
  Query extends TObject,
  Input extends TObject,
  Patch extends TObject,
> {
  word: 'customer' | 'employee'
  /** `a customer` */
  one: string
  /** Where an archived one can still be seen, for the document. */
  staysOn: string
  /** Why one may have to stay, for the document: the answer is 409. */
  keptBy?: string
  person: TSchema & { static: Person }
  /** The answer to a GET of one of them, where it has more than the list. */
  detail?: { shape: TSchema; read(db: Reader, person: Person): Promise<Versioned> }
  /** How one is added, if that takes or answers more than the others. */
  entry?: Entry<Input>
  query: Query
  input: Input
  patch: Patch
  list(db: Reader, query: Static<Query>): Promise<Page<Person>>
  count(db: Reader, query: Static<Query>): Promise<number>
  get(db: Reader, id: number): Promise<Person>
  create(change: Change, input: Static<Input>): Promise<Person>
  update(
    change: Change,
    id: number,
    patch: Static<Patch>,
    version: ExpectedVersion,
  ): Promise<Person>
  remove(change: Change, id: number, version: ExpectedVersion): Promise<void>
  restore(change: Change, id: number): Promise<Person>
}

/** @template Input body of the request */
interface Entry<Input extends TObject> {
  shape: TSchema
  query: TObject
  /** Statuses that it may answer besides 422. */
  problems: readonly number[]
  add(change: Change, input: Static<Input>, query: object): Promise<Versioned>
}

type TypedApp = Parameters<FastifyPluginAsyncTypebox>[0]

export function personRoutes<
  Person extends Versioned,
  Query extends TObject,
  Input extends TObject,
  Patch extends TObject,
>(app: TypedApp, noun: PersonNoun<Person, Query, Input, Patch>): void {
  const { word, one, entry } = noun
  const path = `/api/${word}s`
  const name = capital(word)
  const tags = [`${name}s`]
  const person = Type.Unsafe<Versioned>(ref(noun.person))
  const reading = { permission: `${word}s.read` } as const
  /** A merged record takes no change. */
  const conflicts = word === 'customer' ? [409] : []
  const writing = { permission: `${word}s.write` } as const

  app.get(path, {
    config: { ...reading, etag: true },
    schema: {
      tags,
      summary: `List ${word}s by name`,
      operationId: `list${name}s`,
      querystring: noun.query,
      response: answers({ 200: ListOf(person) }),
    },
    handler: async (request, reply) => {
      const query = request.query as Static<Query> & { total?: boolean }
      const db = await app.db.forLists()
      const page = await noun.list(db, query)
      const total = query.total ? await noun.count(db, query) : undefined
      return listAnswer(reply, page, (row) => row, total)
    },
  })

  app.post(path, {
    config: writing,
    schema: {
      tags,
      summary: `Add ${one}`,
      operationId: `create${name}`,
      body: ref(noun.input),
      ...(entry && { querystring: entry.query }),
      response: answers({ 201: entry ? Type.Unsafe<Versioned>(ref(entry.shape)) : person }, [
        ...(entry?.problems ?? []),
        422,
      ]),
    },
    handler: async (request, reply) => {
      const input = request.body as Static<Input>
      const query = request.query as object
      const added = await request.once((change) =>
        entry ? entry.add(change, input, query) : noun.create(change, input),
      )
      reply.code(201).header('location', `${path}/${added.id}`)
      return withETag(reply, added)
    },
  })

  app.get(`${path}/:id`, {
    config: reading,
    schema: {
      tags,
      summary: `Get ${one}`,
      operationId: `get${name}`,
      params: IdParams,
      response: answers(
        { 200: noun.detail ? Type.Unsafe<Versioned>(ref(noun.detail.shape)) : person },
        [404],
      ),
    },
    handler: async ({ params }, reply) => {
      const person = await noun.get(app.db, params.id)
      return withETag(reply, noun.detail ? await noun.detail.read(app.db, person) : person)
    },
  })

  app.put(`${path}/:id`, {
    config: writing,
    schema: {
      tags,
      summary: `Change ${one}`,
      operationId: `update${name}`,
      params: IdParams,
      body: ref(noun.patch),
      response: answers({ 200: person }, [404, ...conflicts, 412, 422]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const patch = request.body as Static<Patch>
      const version = ifMatch(request)
      const updated = request.change((change) => noun.update(change, id, patch, version))
      return withETag(reply, await updated)
    },
  })

  app.delete(`${path}/:id`, {
    config: writing,
    schema: {
      tags,
      summary: `Archive ${one}`,
      description: [`The ${word} leaves the lists and stays ${noun.staysOn}.`, noun.keptBy]
        .filter(Boolean)
        .join(' '),
      operationId: `delete${name}`,
      params: IdParams,
      response: answers({ 204: Nothing }, noun.keptBy ? [404, 409, 412] : [404, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => noun.remove(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })

  app.post(`${path}/:id/restore`, {
    config: writing,
    schema: {
      tags,
      summary: `Bring an archived ${word} back`,
      description: 'One who is not archived stays as they are.',
      operationId: `restore${name}`,
      params: IdParams,
      response: answers({ 200: person }, [404, ...conflicts]),
    },
    handler: async (request, reply) =>
      withETag(reply, await request.once((change) => noun.restore(change, request.params.id))),
  })
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

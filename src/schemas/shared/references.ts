// External references and metadata: an API client's own id and values, stored with an order or a customer.
import { type Static, Type } from '@sinclair/typebox'
import { Nullable, Text, Timestamp } from '../common.ts'

export type Metadata = Record<string, string>

const MOST = 20

const metadata = {
  type: 'object',
  title: 'Metadata',
  maxProperties: MOST,
  'x-hint': `Metadata can have at most ${MOST} members.`,
  propertyNames: {
    pattern: '^[\\w.:-]{1,40}$',
    'x-hint':
      'The names in metadata have 1 to 40 characters: unaccented letters, digits, "_", ".", ":" and "-".',
  },
  additionalProperties: { type: 'string', maxLength: 500 },
  description: `Up to ${MOST} short texts of your own, by name. Names have letters, digits and \`_ . : -\`, at most 40; texts at most 500 characters. What is sent replaces all of it`,
  examples: [{ cart: 'c-2041', source: 'web' }],
}

export const Metadata = Type.Unsafe<Metadata>(metadata)

/** In requests, null clears the field. */
const referenceInput = Nullable(
  Text('External reference', 100, {
    description:
      'What your program calls it. Not unique: several programs may use the same, so look before you add',
    examples: ['WEB-2041'],
  }),
)

/** For request schemas. */
export const references = {
  externalReference: Type.Optional(referenceInput),
  metadata: Type.Optional(Type.Unsafe<Metadata | null>({ ...metadata, type: ['object', 'null'] })),
}

/** For responses to staff; customers do not get them. */
export const referencesJson = {
  externalReference: Nullable(
    Type.String({ description: 'Id of the record in an external system', examples: ['WEB-2041'] }),
  ),
  metadata: Type.Unsafe<Metadata>({
    ...metadata,
    description: 'Data of external systems',
  }),
}

/** For list queries. */
export const changesQuery = {
  externalReference: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        'Only what has this reference; for staff. Rows are sorted by `updatedAt`, as with `updatedSince`',
    }),
  ),
  updatedSince: Type.Optional({
    ...Timestamp,
    description:
      'Changed at this moment or later, the earliest change first: nothing is missed when you pass the `updatedAt` of the last row again, and that row comes once more. What changes while you read comes again at the end. With it, rows are sorted by `updatedAt`; another `sort` is 422',
  }),
}
const Changes = Type.Object(changesQuery)
export type ChangesQuery = Static<typeof Changes>

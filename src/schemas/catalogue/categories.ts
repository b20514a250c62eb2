// Category schemas.
import { type Static, Type } from '@sinclair/typebox'
import { Id, listQuery, Name, Nullable, Text, Timestamp, Version } from '../common.ts'

const fields = {
  name: Name('Name', 80, { examples: ['Evening wear'] }),
  description: Type.Optional(Nullable(Text('Description', 1000))),
  position: Type.Optional(
    Type.Integer({
      title: 'Position',
      minimum: 0,
      maximum: 9999,
      description: 'In lists, ascending; equal ones by name. A new category comes last',
      'x-number': 'count',
      examples: [1],
    }),
  ),
}

export const CategoryInput = Type.Object(fields, {
  $id: 'CategoryInput',
  additionalProperties: false,
})
export type CategoryInput = Static<typeof CategoryInput>

export const CategoryPatch = Type.Partial(Type.Object(fields), {
  $id: 'CategoryPatch',
  additionalProperties: false,
  minProperties: 1,
  description: 'Omitted fields stay unchanged; null clears a field',
})
export type CategoryPatch = Static<typeof CategoryPatch>

export const Category = Type.Object(
  {
    id: Id,
    name: Type.String(),
    slug: Type.String({ description: 'In addresses: `/products?category=evening-wear`' }),
    description: Nullable(Type.String()),
    position: Type.Integer(),
    products: Type.Integer({ description: 'Number of its current products that the reader sees' }),
    version: Version,
    archivedAt: Nullable(Timestamp),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Category' },
)
export type Category = Static<typeof Category>

export const CategoryQuery = Type.Object(
  {
    archived: Type.Optional(
      Type.Boolean({ default: false, description: 'Archived ones instead of current ones' }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type CategoryQuery = Static<typeof CategoryQuery>

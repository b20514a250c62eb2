// The small shapes that every noun is made of.
import { type Static, type TSchema, Type } from '@sinclair/typebox'

/** A string out of a fixed list, written as `enum` so that a refusal can name the allowed values. */
export function OneOf<const Values extends readonly string[]>(
  values: Values,
  options: Record<string, unknown> = {},
) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], ...options })
}

/**
 * A value or null. Types become `type: [T, "null"]`, so that it is written without a search, and what is wrong inside
 * an object is named.
 */
export function Nullable<Schema extends TSchema>(schema: Schema) {
  const plain = typeof schema.type === 'string' && !schema.enum
  return plain
    ? Type.Unsafe<Static<Schema> | null>({ ...schema, type: [schema.type, 'null'] })
    : Type.Unsafe<Static<Schema> | null>(Type.Union([schema, Type.Null()]))
}

/** A reference to a shape that the OpenAPI document names once; `schema` is registered in named.ts. */
export const ref = <Schema extends TSchema>(schema: Schema) =>
  Type.Unsafe<Static<Schema>>({ $ref: `${schema.$id}#` })

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, examples: [1] })
export const IdParams = Type.Object(
  { id: { ...Id, description: 'Its `id`, as answers say it' } },
  { additionalProperties: false },
)

export const Timestamp = Type.String({
  format: 'date-time',
  description: 'RFC 3339 in UTC with milliseconds',
  examples: ['2026-11-02T09:30:00.000Z'],
})

export const Day = Type.String({
  format: 'date',
  description: "A day in the shop's time zone (RFC 3339 full-date)",
  examples: ['2026-12-01'],
})

/** An amount in answers: a decimal string with exactly the currency's decimals. */
export const Amount = Type.String({
  description: "Decimal string with the currency's decimals",
  examples: ['125.50'],
})

/** An amount in input: a string or a number; the service refuses more decimals than the currency has. */
export const AmountInput = Type.Unsafe<string | number>({
  type: ['string', 'number'],
  pattern: '^\\d{1,10}(\\.\\d{1,4})?$',
  minimum: 0,
  maximum: 9_999_999_999,
  description: "Decimal string or number, at most the currency's decimals",
  'x-hint': 'Write the amount as a plain number, such as 125.50.',
  examples: ['125.50'],
})

export const Version = Type.Integer({ minimum: 1, description: 'Rises with every change' })

/** Free text of a person: trimmed by the service, at most `maxLength` characters. */
export const Text = (title: string, maxLength: number, options: Record<string, unknown> = {}) =>
  Type.String({ title, maxLength, ...options })

/** Like Text, and never blank. */
export const RequiredText = (
  title: string,
  maxLength: number,
  options: Record<string, unknown> = {},
) => Type.String({ title, minLength: 1, maxLength, pattern: '\\S', ...options })

export const PhoneNumber = RequiredText('Phone number', 40, {
  pattern: '^[+(]{0,2}[0-9][0-9\\s()./-]{3,}$',
  description: 'As people write it: digits, spaces and + ( ) . / -',
  'x-hint': 'Write the phone number with digits, such as +44 20 7946 0018.',
  examples: ['+44 20 7946 0018'],
})

export const Email = Type.String({
  title: 'E-mail',
  format: 'email',
  maxLength: 254,
  examples: ['amina@example.com'],
})

/** The query members every list understands. */
export const listQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Rows of a page, at most' }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 400,
      description: '`nextCursor` of the page before; all other parameters stay the same',
    }),
  ),
  page: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'Counted from 1; instead of a cursor' }),
  ),
  total: Type.Optional(Type.Boolean({ description: 'Adds `total`, the number of all rows' })),
}

export const ListOf = <Schema extends TSchema>(item: Schema) =>
  Type.Object({
    data: Type.Array(item),
    nextCursor: Nullable(Type.String()),
    total: Type.Optional(Type.Integer()),
  })

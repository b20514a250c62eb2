// Building blocks of schemas: enums, nullable values, amounts, texts, paging.
import { type Static, type TSchema, Type } from '@sinclair/typebox'

/** A string enum, as `enum` and not `anyOf`, so that errors can list the allowed values. */
export function OneOf<const Values extends readonly string[]>(
  values: Values,
  options: Record<string, unknown> = {},
) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], ...options })
}

/** A value or null. As `type: [T, "null"]`, which serializes fast and gives precise error paths inside objects. */
export function Nullable<Schema extends TSchema>(schema: Schema) {
  const plain = typeof schema.type === 'string' && !schema.enum
  return plain
    ? Type.Unsafe<Static<Schema> | null>({ ...schema, type: [schema.type, 'null'] })
    : Type.Unsafe<Static<Schema> | null>(Type.Union([schema, Type.Null()]))
}

/** A `$ref` to a named schema of the OpenAPI document; `schema` must be registered in named.ts. */
export const ref = <Schema extends TSchema>(schema: Schema) =>
  Type.Unsafe<Static<Schema>>({ $ref: `${schema.$id}#` })

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, examples: [1] })
export const IdParams = Type.Object(
  { id: { ...Id, description: 'The `id` from a response' } },
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

/** An amount in responses: a decimal string with exactly the currency's decimals. */
export const Amount = Type.String({
  description: "Decimal string with the currency's decimals",
  examples: ['125.50'],
})

/** An amount in requests: a string or a number; the service refuses more decimals than the currency has. */
export const AmountInput = Type.Unsafe<string | number>({
  type: ['string', 'number'],
  pattern: '^\\d{1,10}(\\.\\d{1,4})?$',
  minimum: 0,
  maximum: 9_999_999_999,
  description: "Decimal string or number, at most the currency's decimals",
  'x-hint': 'Write the amount as a plain number, such as 125.50.',
  'x-number': 'amount',
  examples: ['125.50'],
})

export const Version = Type.Integer({ minimum: 1, description: 'Increases with every change' })

/** Free text of at most `maxLength` characters; the service trims it. */
export const Text = (title: string, maxLength: number, options: Record<string, unknown> = {}) =>
  Type.String({ title, maxLength, 'x-text': 'text', ...options })

export const RequiredText = (
  title: string,
  maxLength: number,
  options: Record<string, unknown> = {},
) => Type.String({ title, minLength: 1, maxLength, pattern: '\\S', 'x-text': 'text', ...options })

/** A single-line name. */
export const Name = (title: string, maxLength: number, options: Record<string, unknown> = {}) =>
  RequiredText(title, maxLength, { 'x-text': 'line', ...options })

export const PhoneNumber = RequiredText('Phone number', 40, {
  'x-text': 'phone',
  pattern: '^[+(]{0,2}[0-9][0-9\\s()./-]{3,}$',
  description: 'Digits, spaces and + ( ) . / -',
  'x-hint': 'Write the phone number with digits, such as +44 20 7946 0018.',
  examples: ['+44 20 7946 0018'],
})

export const Email = Type.String({
  title: 'E-mail',
  format: 'email',
  'x-text': 'email',
  maxLength: 254,
  examples: ['amina@example.com'],
})

/** Query parameters of every list. */
export const listQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Maximum number of rows' }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 400,
      description: '`nextCursor` of the previous page; other parameters unchanged',
    }),
  ),
  page: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'From 1; instead of a cursor' }),
  ),
  total: Type.Optional(Type.Boolean({ description: 'Adds `total`, the number of all rows' })),
}

/** Query parameters of an order's sub-lists, which have no filters. */
export const PartQuery = Type.Object(listQuery, { additionalProperties: false })

export const ListOf = <Schema extends TSchema>(item: Schema) =>
  Type.Object({
    data: Type.Array(item),
    nextCursor: Nullable(Type.String()),
    total: Type.Optional(Type.Integer()),
  })

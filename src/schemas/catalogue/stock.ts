// Schemas of stock: movements, holds and counts.
import { type Static, Type } from '@sinclair/typebox'
import { Id, listQuery, Nullable, OneOf, Text, Timestamp, Version } from '../common.ts'
import { DeltaInput, Quantity, QuantityInput } from './quantities.ts'

/** Why stock changes. In the database as a list, too. */
export const STOCK_REASONS = [
  'opening',
  'received',
  'counted',
  'sold',
  'cancelled',
  'returned',
  'issued',
  'given_back',
  'damaged',
  'lost',
  'found',
  'imported',
] as const
export const StockReason = OneOf(STOCK_REASONS, {
  description:
    '`opening`: there at the start; `sold` and `cancelled`: an order took it, or gave it back; `issued` and `given_back`: material for an item; the others are entered by staff',
})
export type StockReason = Static<typeof StockReason>

/** Reasons that staff enters, each with the sign of its change. */
export const MANUAL_REASONS = { received: 1, returned: 1, found: 1, damaged: -1, lost: -1 } as const
export type ManualReason = keyof typeof MANUAL_REASONS
const MANUAL = Object.keys(MANUAL_REASONS) as ManualReason[]

export const MovementInput = Type.Object(
  {
    delta: { ...DeltaInput, title: 'Quantity', description: 'Above zero adds, below takes away' },
    reason: OneOf(MANUAL, { title: 'Reason' }),
    note: Type.Optional(Nullable(Text('Note', 500))),
  },
  {
    $id: 'MovementInput',
    additionalProperties: false,
    examples: [{ delta: 12, reason: 'received', note: 'Delivery of 1 December' }],
  },
)
export type MovementInput = Static<typeof MovementInput>

export const MovementJson = Type.Object(
  {
    id: Id,
    variantId: Id,
    delta: Quantity,
    stockAfter: Quantity,
    reason: StockReason,
    note: Nullable(Type.String()),
    orderId: Nullable(Id),
    countId: Nullable(Id),
    actor: Type.String(),
    createdAt: Timestamp,
  },
  { $id: 'Movement', description: 'A change of the stock of a variant' },
)

export const HOLD_STATES = ['active', 'consumed', 'released'] as const
export const HoldJson = Type.Object(
  {
    id: Id,
    variantId: Id,
    holder: Type.String({ description: 'Who keeps it: `order:12`, or a cart' }),
    quantity: Quantity,
    state: OneOf(HOLD_STATES),
    expiresAt: { ...Timestamp, description: 'From then on it keeps nothing' },
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Hold', description: 'Stock that a buyer keeps while they pay' },
)

export const COUNT_STATES = ['open', 'posted', 'cancelled'] as const
export const CountInput = Type.Object(
  {
    note: Type.Optional(Nullable(Text('Note', 500, { examples: ['Window and rail'] }))),
    blind: Type.Optional(
      Type.Boolean({
        title: 'Blind',
        default: false,
        description: 'Who counts does not see what should be there',
      }),
    ),
  },
  { $id: 'CountInput', additionalProperties: false, examples: [{ note: 'Window and rail' }] },
)
export type CountInput = Static<typeof CountInput>

export const CountLineInput = Type.Object(
  { variantId: { ...Id, title: 'Variant' }, counted: { ...QuantityInput, title: 'Counted' } },
  { $id: 'CountLineInput', additionalProperties: false, examples: [{ variantId: 1, counted: 4 }] },
)
export type CountLineInput = Static<typeof CountLineInput>

export const PostInput = Type.Object(
  {
    release: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Release holds that the counted stock cannot keep any more',
      }),
    ),
  },
  { $id: 'PostInput', additionalProperties: false, examples: [{}] },
)

export const CountLineJson = Type.Object(
  {
    variantId: Id,
    sku: Type.String(),
    productName: Type.String(),
    options: Type.Record(Type.String(), Type.String()),
    expected: Nullable({
      ...Quantity,
      description: 'Stock at the moment of counting; null while a blind count is open',
    }),
    counted: Quantity,
    difference: Nullable(Quantity),
    soldSince: Nullable({
      ...Quantity,
      description: 'How much the stock has gone down since; null once the count is closed',
    }),
    actor: Type.String(),
    updatedAt: Timestamp,
  },
  { $id: 'CountLine' },
)

export const CountJson = Type.Object(
  {
    id: Id,
    note: Nullable(Type.String()),
    blind: Type.Boolean(),
    state: OneOf(COUNT_STATES),
    actor: Type.String(),
    lines: Type.Integer({ description: 'Number of counted variants' }),
    postedAt: Nullable(Timestamp),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Count', description: 'A count of stock' },
)

export const CountQuery = Type.Object(
  {
    state: Type.Optional(OneOf(COUNT_STATES, { description: 'Counts in this state' })),
    ...listQuery,
  },
  { additionalProperties: false },
)

export const StockParams = Type.Object(
  {
    id: { ...Id, description: 'Of the variant' },
    holdId: { ...Id, description: 'Of the hold' },
  },
  { additionalProperties: false },
)
export const CountLineParams = Type.Object(
  {
    id: { ...Id, description: 'Of the count' },
    variantId: { ...Id, description: 'Of the variant' },
  },
  { additionalProperties: false },
)

export const MovementQuery = Type.Object(listQuery, { additionalProperties: false })
export const HoldQuery = Type.Object(
  {
    state: Type.Optional(OneOf(HOLD_STATES, { description: 'Holds in this state' })),
    ...listQuery,
  },
  { additionalProperties: false },
)

// Assigned work: schemas of an order as its maker sees it, without money and without ways to reach the customer.
import { type Static, Type } from '@sinclair/typebox'
import { Id, listQuery, Nullable, OneOf, ref, Timestamp, Version } from '../common.ts'
import { OPEN_STATUSES, OrderStatus, statusList } from './status.ts'

/** Status changes of whoever makes the garments. */
export const WORK_MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ['in_progress'],
  in_progress: ['ready'],
  ready: ['in_progress'],
  completed: [],
  cancelled: [],
}

export const WorkQuery = Type.Object(
  { status: Type.Optional(statusList(OPEN_STATUSES)), ...listQuery },
  { additionalProperties: false },
)
export type WorkQuery = Static<typeof WorkQuery>

export const WorkStatusInput = Type.Object(
  {
    status: OneOf(['in_progress', 'ready'], {
      title: 'Status',
      description: '`in_progress` starts the work or takes it back, `ready` finishes it',
    }),
  },
  { $id: 'WorkStatusInput', additionalProperties: false, examples: [{ status: 'in_progress' }] },
)

const summary = {
  id: Id,
  number: Type.Integer({ description: 'Order number for people', examples: [1042] }),
  status: OrderStatus,
  customer: Type.Object({ name: Type.String({ description: 'Whose garment it is' }) }),
  deadline: Nullable(
    Type.String({
      description: 'As promised: a day, or a moment in UTC',
      examples: ['2026-12-01'],
    }),
  ),
  overdue: Type.Boolean({ description: 'Open and past its deadline' }),
  dateOfCreation: { ...Timestamp, description: 'When the order was taken' },
  notes: Nullable(Type.String({ description: 'Visible to the customer' })),
  internalNotes: Nullable(Type.String({ description: 'Staff only' })),
  version: Version,
  createdAt: Timestamp,
  updatedAt: Timestamp,
}

export const WorkSummaryJson = Type.Object(summary, {
  $id: 'WorkSummary',
  description: 'Assigned work in a list: without items and photos',
})
export type WorkSummaryJson = Static<typeof WorkSummaryJson>

export const WorkItemJson = Type.Object(
  {
    id: Id,
    itemName: Type.String({ description: 'What is made or altered' }),
    description: Nullable(Type.String({ description: 'How' })),
    quantity: Type.Integer({ description: 'How many pieces' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'WorkItem' },
)

export const WorkImageJson = Type.Object(
  {
    id: Id,
    url: Type.String({ description: 'The bytes', examples: ['/api/work/1/images/1'] }),
    thumbnailUrl: Type.String({
      description: 'A square of 320 pixels',
      examples: ['/api/work/1/images/1?size=thumb'],
    }),
    width: Type.Integer({ description: 'In pixels' }),
    height: Type.Integer({ description: 'In pixels' }),
    createdAt: Timestamp,
  },
  { $id: 'WorkImage' },
)

export const WorkJson = Type.Object(
  { ...summary, items: Type.Array(ref(WorkItemJson)), images: Type.Array(ref(WorkImageJson)) },
  { $id: 'Work', description: 'An order as its maker sees it: with items and photos, no money' },
)
export type WorkJson = Static<typeof WorkJson>

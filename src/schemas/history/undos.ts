// Request schema for undoing an event.
import { type Static, Type } from '@sinclair/typebox'
import { Id } from '../common.ts'

export const UndoInput = Type.Object(
  { eventId: { ...Id, description: 'The `id` of the event to undo' } },
  { $id: 'UndoInput', additionalProperties: false, examples: [{ eventId: 17 }] },
)
export type UndoInput = Static<typeof UndoInput>

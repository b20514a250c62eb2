// Compile-time checks of event types. `tsc` reads this file too: an `@ts-expect-error` above a line that compiles is an
// error itself.
import t from 'tap'
import { WORDS, type Words } from '../../../src/routes/pages/history/words/index.ts'
import { ORDER_WORDS, type OrderWords } from '../../../src/routes/pages/history/words/orders.ts'
import { EVENT_TYPE_NAMES } from '../../../src/schemas/events/types.ts'
import { UNDO_RULES, type UndoRules } from '../../../src/services/history/undo/table.ts'
import type { Change } from '../../../src/services/shared/change.ts'
import { type EventRow, isKnown } from '../../../src/services/shared/events/read.ts'
import { differences, recordEvent } from '../../../src/services/shared/events/record.ts'

/** Compiled, never called. */
export const refused = {
  recording: async (change: Change) => {
    await recordEvent(change, 'customer.created', 1, { name: 'Amina' })
    // @ts-expect-error there is no such type
    await recordEvent(change, 'customer.lost', 1, {})
    // @ts-expect-error the entity follows from the type
    await recordEvent(change, 'customer.created', 'order', 1, { name: 'Amina' })
    // @ts-expect-error the name is missing
    await recordEvent(change, 'customer.created', 1, {})
    // @ts-expect-error the name is no number
    await recordEvent(change, 'customer.created', 1, { name: 7 })
    // @ts-expect-error the type does not say this
    await recordEvent(change, 'customer.created', 1, { name: 'Amina', passwordHash: '$argon2id$' })
    // @ts-expect-error the type says nothing at all
    await recordEvent(change, 'customer.archived', 1, { name: 'Amina' })
    const status = { before: 'pending', after: 'lost' } as const
    // @ts-expect-error an order cannot be lost
    await recordEvent(change, 'order.status_updated', 1, { status })
    const before = { name: 'Amina', id: 1 }
    await recordEvent(change, 'customer.updated', 1, differences(before, { name: 'Amina B.' }))
    // @ts-expect-error an id does not change
    await recordEvent(change, 'customer.updated', 1, differences(before, { id: 2 }))
  },

  reading: (event: EventRow): string => {
    if (!isKnown(event)) return String(event.data.amount)
    // @ts-expect-error not every type has an amount
    if (event.entity === 'order') return event.data.amount
    return event.type === 'user.created' ? event.data.email : event.type
  },

  readingUnknown: (event: EventRow): string => {
    // @ts-expect-error nobody has asked whether this version knows the type
    return event.type === 'payment.recorded' ? event.data.amount : event.type
  },

  missing: () => {
    const { 'user.deleted': _words, ...words } = WORDS
    const { 'order.placed': _line, ...lines } = ORDER_WORDS
    const { 'order.placed': _rule, ...rules } = UNDO_RULES
    // @ts-expect-error a type without words on the page of all activity
    const noWords: Words = words
    // @ts-expect-error a type without words on the page of an order
    const noLine: OrderWords = lines
    // @ts-expect-error a type of which nobody said how it is undone
    const noRule: UndoRules = rules
    return [noWords, noLine, noRule]
  },
}

t.test('each table has each type once', (t) => {
  const types = [...EVENT_TYPE_NAMES].sort()
  t.strictSame(Object.keys(WORDS).sort(), types)
  t.strictSame(Object.keys(UNDO_RULES).sort(), types)
  t.end()
})

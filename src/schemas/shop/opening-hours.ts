// Opening hours of the shop: spans of each weekday, and days that differ.
import { type Static, Type } from '@sinclair/typebox'
import { Day, Nullable, Text } from '../common.ts'

/** `24:00` ends a day. */
const TIME = '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$'

const Time = (title: string, examples: string[]) =>
  Type.String({
    title,
    pattern: TIME,
    description: "Time of day in the shop's time zone",
    'x-hint': 'Write the time like 09:00.',
    examples,
  })

const opens = Time('Opens', ['09:00'])
const closes = Time('Closes', ['18:00'])

export const OpeningSpan = Type.Object(
  {
    weekday: Type.Integer({
      title: 'Weekday',
      minimum: 1,
      maximum: 7,
      description: '1 is Monday, 7 is Sunday (ISO 8601)',
      examples: [1],
    }),
    opens,
    closes,
  },
  { additionalProperties: false },
)
export type OpeningSpan = Static<typeof OpeningSpan>

export const OpeningException = Type.Object(
  {
    day: { ...Day, title: 'Day' },
    opens: Nullable({ ...opens, description: 'null: closed all day' }),
    closes: Nullable(closes),
    note: Type.Optional(Nullable(Text('Reason', 80, { examples: ['Christmas'] }))),
  },
  { additionalProperties: false },
)
export type OpeningException = Static<typeof OpeningException>

export const OpeningHours = Type.Object(
  {
    weekly: Type.Array(OpeningSpan, {
      title: 'Opening hours',
      maxItems: 28,
      description: 'A weekday without a span is closed; it may have several',
      examples: [[{ weekday: 1, opens: '09:00', closes: '18:00' }]],
    }),
    exceptions: Type.Array(OpeningException, {
      title: 'Other days',
      maxItems: 100,
      description: 'Days that differ from their weekday',
      examples: [[{ day: '2026-12-25', opens: null, closes: null, note: 'Christmas' }]],
    }),
  },
  { additionalProperties: false, description: 'When the shop is open' },
)
export type OpeningHours = Static<typeof OpeningHours>

// Shared tablets: enrolment, PINs, and switching by PIN.
import { type Static, Type } from '@sinclair/typebox'
import { Id, Name, Nullable, Timestamp } from '../common.ts'
import { TypedPassword } from './users.ts'

export const DeviceInput = Type.Object(
  { name: Name('Name', 60, { examples: ['Counter tablet'] }) },
  { $id: 'DeviceInput', additionalProperties: false },
)
export type DeviceInput = Static<typeof DeviceInput>

export const DeviceCode = Type.Object(
  {
    id: Id,
    code: Type.String({
      description: 'To be typed on the tablet at `/device`; shown once',
      examples: ['K7MP-3XWD'],
    }),
    expiresAt: { ...Timestamp, description: 'Until when the code enrols a tablet' },
  },
  { $id: 'DeviceCode', additionalProperties: false },
)
export type DeviceCode = Static<typeof DeviceCode>

export const DeviceJson = Type.Object(
  {
    id: Id,
    name: Type.String({ examples: ['Counter tablet'] }),
    enrolledAt: Nullable({ ...Timestamp, description: 'null: its code was not used yet' }),
    codeExpiresAt: Nullable({ ...Timestamp, description: 'null: its code was used' }),
    lastUsedAt: Nullable(Timestamp),
    needsPassword: Type.Boolean({
      description: 'After five wrong PINs in a row: until somebody signs in there by password',
    }),
    userId: Nullable({ ...Id, description: 'Who is signed in there, or was last' }),
    userName: Nullable(Type.String({ description: 'Their name', examples: ['Rosa Lindqvist'] })),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Device', additionalProperties: false },
)
export type DeviceJson = Static<typeof DeviceJson>

export const EnrolInput = Type.Object(
  {
    code: Type.String({
      title: 'Code',
      minLength: 1,
      maxLength: 40,
      description: 'Upper or lower case, with or without the dash',
      examples: ['K7MP-3XWD'],
    }),
  },
  { $id: 'EnrolInput', additionalProperties: false },
)

export const Enrolled = Type.Object(
  { id: Id, name: Type.String({ examples: ['Counter tablet'] }) },
  { $id: 'Enrolled', additionalProperties: false },
)

export const PIN_PATTERN = '^[0-9]{4,6}$'

const Pin = Type.String({
  title: 'PIN',
  pattern: PIN_PATTERN,
  description:
    '4 to 6 digits. Refused: one digit repeated, digits in a row, a pattern such as 1212, a year, the end of the phone number.',
  examples: ['4830'],
  'x-hint': 'A PIN has 4 to 6 digits.',
})

export const PinInput = Type.Object({ pin: Pin }, { $id: 'PinInput', additionalProperties: false })

export const OwnPinInput = Type.Object(
  { pin: Pin, currentPassword: TypedPassword },
  { $id: 'OwnPinInput', additionalProperties: false },
)

export const SwitchInput = Type.Object(
  {
    userId: Type.Integer({
      title: 'Name',
      minimum: 1,
      description: 'Who switches: somebody of the shop with a PIN',
      examples: [1],
    }),
    // No pattern: a PIN of another form is refused like a wrong one.
    pin: Type.String({
      title: 'PIN',
      minLength: 1,
      maxLength: 40,
      description: 'Their PIN',
      examples: ['4830'],
    }),
  },
  { $id: 'SwitchInput', additionalProperties: false },
)
export type SwitchInput = Static<typeof SwitchInput>

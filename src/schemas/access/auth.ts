// Request and response schemas of registration, sign-in, token refresh and sign-out.
import { type Static, Type } from '@sinclair/typebox'
import { Email, Name, PhoneNumber, ref } from '../common.ts'
import { consentInput } from '../people/consent.ts'
import { Code } from './second-factor.ts'
import { nameParts, Password, TypedPassword, UserJson } from './users.ts'

export const Registration = Type.Object(
  {
    email: Email,
    password: Password,
    name: Type.Optional(Name('Name', 120, { examples: ['Amina Bello'] })),
    fullName: Type.Optional(Name('Name', 120, { description: 'Same as `name`' })),
    ...nameParts,
    phoneNumber: Type.Optional(PhoneNumber),
    ...consentInput,
  },
  {
    $id: 'Registration',
    additionalProperties: false,
    examples: [
      {
        email: 'amina@example.com',
        password: 'velvet-hem-and-seven-buttons',
        name: 'Amina Bello',
        phoneNumber: '+44 20 7946 0018',
      },
    ],
  },
)
export type Registration = Static<typeof Registration>

export const Credentials = Type.Object(
  {
    // No format check: an invalid address is refused like an unknown one.
    email: Type.String({
      title: 'E-mail',
      minLength: 1,
      maxLength: 254,
      examples: ['amina@example.com'],
    }),
    password: TypedPassword,
    code: Type.Optional({
      ...Code,
      description:
        'Second factor, for accounts that have one: six digits of the app, or a recovery code',
    }),
  },
  {
    $id: 'Credentials',
    additionalProperties: false,
    examples: [{ email: 'amina@example.com', password: 'velvet-hem-and-seven-buttons' }],
  },
)
export type Credentials = Static<typeof Credentials>

const RefreshToken = Type.String({
  title: 'Refresh token',
  minLength: 1,
  maxLength: 200,
  description: 'From the latest response of login or refresh; single use',
})

export const RefreshInput = Type.Object(
  { refreshToken: RefreshToken },
  { $id: 'RefreshInput', additionalProperties: false },
)
export type RefreshInput = Static<typeof RefreshInput>

export const Session = Type.Object(
  {
    accessToken: Type.String({ description: 'A JWT: send it as `Authorization: Bearer ...`' }),
    tokenType: Type.Literal('Bearer'),
    expiresIn: Type.Integer({ description: 'Lifetime of the access token in seconds' }),
    refreshToken: RefreshToken,
    user: ref(UserJson),
  },
  { $id: 'Session', additionalProperties: false },
)
export type Session = Static<typeof Session>

// Signing up, in and out, for programs.
import { type Static, Type } from '@sinclair/typebox'
import { Email, PhoneNumber, RequiredText, ref } from './common.ts'
import { Password, TypedPassword, UserJson } from './users.ts'

export const Registration = Type.Object(
  {
    email: Email,
    password: Password,
    name: Type.Optional(RequiredText('Name', 120, { examples: ['Amina Bello'] })),
    phoneNumber: Type.Optional(PhoneNumber),
  },
  { $id: 'Registration', additionalProperties: false },
)
export type Registration = Static<typeof Registration>

export const Credentials = Type.Object(
  {
    // Not checked for its form: a wrong address is answered like an unknown one.
    email: Type.String({
      title: 'E-mail',
      minLength: 1,
      maxLength: 254,
      examples: ['amina@example.com'],
    }),
    password: TypedPassword,
  },
  { $id: 'Credentials', additionalProperties: false },
)
export type Credentials = Static<typeof Credentials>

const RefreshToken = Type.String({
  title: 'Refresh token',
  minLength: 1,
  maxLength: 200,
  description: 'From the latest answer of login or refresh; good for one use',
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
    expiresIn: Type.Integer({ description: 'Seconds for which the access token is good' }),
    refreshToken: RefreshToken,
    user: ref(UserJson),
  },
  { $id: 'Session', additionalProperties: false },
)
export type Session = Static<typeof Session>

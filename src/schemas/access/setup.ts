// The setup form: shop settings and the owner's account.
import { type Static, Type } from '@sinclair/typebox'
import { Email, Name } from '../common.ts'
import { SettingsInput } from '../shop/settings.ts'
import { Password } from './users.ts'

export const SetupInput = Type.Object(
  {
    ...SettingsInput.properties,
    fullName: Name('Your name', 120, { examples: ['Rosa Lindqvist'] }),
    email: Email,
    password: Password,
  },
  { additionalProperties: false },
)
export type SetupInput = Static<typeof SetupInput>

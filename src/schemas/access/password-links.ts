// Schemas of one-time password links.
import { Type } from '@sinclair/typebox'
import { Timestamp } from '../common.ts'
import { Password } from './users.ts'

export const PasswordLinkJson = Type.Object(
  {
    url: Type.String({
      description: 'Hand it to the person; it is not shown again',
      examples: ['https://shop.example/auth/password/Zl3aBq0vT8m5Yk2nRw7cXe1dFg4hJp6sUi9oLtQyHb0'],
    }),
    expiresAt: { ...Timestamp, description: 'Until when it is valid: 24 hours' },
  },
  { $id: 'PasswordLink', additionalProperties: false },
)

export const NewPassword = Type.Object({ password: Password }, { additionalProperties: false })

export const LinkParams = Type.Object(
  { token: Type.String({ minLength: 20, maxLength: 100, pattern: '^[\\w-]+$' }) },
  { additionalProperties: false },
)

// Second factor schemas: state, set-up, and turning it off.
import { Type } from '@sinclair/typebox'
import { Nullable, Timestamp } from '../common.ts'
import { TypedPassword } from './users.ts'

/** Of the app or a recovery code, as typed: with spaces and hyphens. */
export const Code = Type.String({
  title: 'Code',
  minLength: 1,
  maxLength: 40,
  description: 'Six digits of the authenticator app, or a recovery code; each is good once',
  examples: ['492039'],
})

export const SecondFactorJson = Type.Object(
  {
    isOn: Type.Boolean({ description: 'Whether sign-in asks for a code' }),
    since: Nullable({ ...Timestamp, description: 'Since when; null: it is off' }),
    recoveryCodesLeft: Type.Integer({ description: 'Number of unused recovery codes' }),
    isRequired: Type.Boolean({ description: 'Whether the role requires it' }),
  },
  { $id: 'SecondFactor', additionalProperties: false },
)

export const SecondFactorSetUp = Type.Object(
  {
    secret: Type.String({
      description: 'Base32 (RFC 4648), for typing into an app; SHA-1, 6 digits, 30 seconds',
      examples: ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'],
    }),
    otpauthUrl: Type.String({
      description: 'The same as the address in a QR code',
      examples: ['otpauth://totp/Hemline:rosa%40example.com?secret=GEZDGNBVGY3TQOJQ'],
    }),
  },
  { $id: 'SecondFactorSetUp', additionalProperties: false },
)

export const SecondFactorCode = Type.Object(
  { code: { ...Code, description: 'Six digits of the authenticator app' } },
  { $id: 'SecondFactorCode', additionalProperties: false },
)

export const RecoveryCodes = Type.Object(
  {
    recoveryCodes: Type.Array(Type.String(), {
      description: 'Ten codes, each good once in place of one of the app; not shown again',
      examples: [['k7qd-mw2x-9hpr', 'xw3e-7c4b-tm8s']],
    }),
  },
  { $id: 'RecoveryCodes', additionalProperties: false },
)

export const SecondFactorOff = Type.Object(
  { password: TypedPassword, code: Code },
  { $id: 'SecondFactorOff', additionalProperties: false },
)

/** For new recovery codes. */
export const RecoveryCodesInput = Type.Object(
  { password: TypedPassword, code: Code },
  { $id: 'RecoveryCodesInput', additionalProperties: false },
)

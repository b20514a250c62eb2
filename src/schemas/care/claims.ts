// Schemas of codes and invitations by which a customer proves which record is theirs.
import { type Static, Type } from '@sinclair/typebox'
import { Timestamp } from '../common.ts'

/** How somebody proved that a record is theirs. */
export const PROOFS = ['code', 'invite', 'tracking'] as const

const expiresAt = { ...Timestamp, description: 'Good until then, and once' }

export const ClaimCodeJson = Type.Object(
  {
    code: Type.String({
      description: 'For the customer to type in their profile; shown once',
      examples: ['K7MQ-2XRD'],
    }),
    expiresAt,
  },
  { $id: 'ClaimCode' },
)

export const InvitationJson = Type.Object(
  {
    url: Type.String({
      description: 'Where the customer chooses a password; shown once',
      examples: ['https://shop.example/auth/invite/Wm3...'],
    }),
    expiresAt,
  },
  { $id: 'Invitation' },
)

export const ClaimInput = Type.Object(
  {
    code: Type.Optional(
      Type.String({
        title: 'Code',
        minLength: 1,
        maxLength: 40,
        description: 'From the counter of the shop; case, blanks and hyphens do not matter',
        examples: ['K7MQ-2XRD'],
      }),
    ),
    trackingToken: Type.Optional(
      Type.String({
        title: 'Tracking link',
        minLength: 16,
        maxLength: 64,
        description: 'Of an order, if the account has the phone number and e-mail of its customer',
      }),
    ),
  },
  {
    $id: 'ClaimInput',
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
    description: 'Either a code or the token of a tracking link',
    examples: [{ code: 'K7MQ-2XRD' }],
  },
)
export type ClaimInput = Static<typeof ClaimInput>

export const TypedCode = Type.Object(
  { code: Type.String({ title: 'Code', minLength: 1, maxLength: 40 }) },
  { additionalProperties: false },
)

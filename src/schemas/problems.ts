// Problem details (RFC 9457) as every error answer carries them, and the answers a route can give.
import { STATUS_CODES } from 'node:http'
import { type TSchema, Type } from '@sinclair/typebox'
import { Nullable } from './common.ts'

export const ProblemSchema = Type.Object(
  {
    type: Type.String({ examples: ['about:blank'] }),
    title: Type.String({ examples: ['Unprocessable Entity'] }),
    status: Type.Integer({ examples: [422] }),
    detail: Type.String({ description: 'What was wrong and what to do next, for a person' }),
    instance: Type.String({ description: 'The path that was asked for' }),
    code: Type.String({ description: 'For programs; never changes', examples: ['invalid_input'] }),
    requestId: Type.String({ description: 'Also in the log' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({
            description: 'JSON Pointer (RFC 6901) into the body; `/name` for a query parameter',
            examples: ['/items/0/unitPrice'],
          }),
          code: Type.String({ description: 'What rule it broke', examples: ['required'] }),
          detail: Type.String({ description: 'A sentence for a person' }),
        }),
        { description: 'Every wrong field at once (400, 422)' },
      ),
    ),
    currentVersion: Type.Optional(
      Type.Integer({ description: '`stale_version`: the version that is there now' }),
    ),
    allowed: Type.Optional(
      Type.Array(Type.String(), {
        description: '`illegal_transition`: the statuses that may follow',
      }),
    ),
    balance: Type.Optional(Type.String({ description: '`exceeds_balance`: what is still owed' })),
    paidAmount: Type.Optional(Type.String({ description: '`exceeds_paid`: what was paid' })),
    paymentStatus: Type.Optional(
      Type.String({ description: '`ledger_contradicts`: what the payments say' }),
    ),
    problemCount: Type.Optional(
      Type.Integer({ description: '`import_refused`: all mistakes of the file' }),
    ),
    savedId: Type.Optional(
      Nullable(
        Type.Integer({ description: '`idempotency_key_reused`: what was saved with it first' }),
      ),
    ),
  },
  {
    $id: 'Problem',
    title: 'Problem',
    additionalProperties: true,
    description: 'Why a request was refused (RFC 9457)',
  },
)

/** What each status means here, with a code and a sentence as an example. */
const REFUSALS: Record<number, [meaning: string, code: string, detail: string]> = {
  400: [
    'The request cannot be understood: broken JSON, or a parameter that is not known or not valid',
    'invalid_parameter',
    'Limit must be at most 200.',
  ],
  401: [
    'Not signed in, or the token is not valid any more',
    'invalid_token',
    'This access token is not valid. Sign in again.',
  ],
  403: [
    'This role may not do that',
    'forbidden',
    'Your account may not do this. Ask an administrator of the shop.',
  ],
  404: ['There is no such thing, or it is not yours', 'not_found', 'There is no such order.'],
  409: [
    'The rules, or the present state, stand against it',
    'exceeds_balance',
    'Only 70.00 EUR is still owed, so 71.00 EUR is too much.',
  ],
  412: [
    'Changed by somebody else since the version in `If-Match`',
    'stale_version',
    'This order was changed by somebody else in the meantime. Look at the new version, then save again.',
  ],
  413: ['Too large', 'body_too_large', 'That is more than is accepted in one request.'],
  415: [
    'This kind of content is not taken',
    'unsupported_media_type',
    'This address does not take that kind of content. Send JSON as application/json, photos as multipart/form-data, tables as text/csv.',
  ],
  422: [
    'A field is not valid, or the idempotency key was used with other content',
    'invalid_input',
    'Phone number is missing.',
  ],
  429: [
    'Too many requests',
    'too_many_requests',
    'Too many requests in a short time. Nothing was saved. Wait a moment, then try again.',
  ],
  500: [
    'A fault on our side',
    'internal_error',
    'Something went wrong on our side. Nothing was saved. Try again in a moment.',
  ],
  503: [
    'Busy or not reachable; nothing was saved',
    'not_saved',
    'The change could not be saved just now. Try again in a moment.',
  ],
}

/**
 * The `response` of a route's schema: what it answers when it goes well, and the problems it can answer.
 * What can happen to any route of its kind (401, 429, 500...) is added in plugins/openapi-operations.ts.
 */
export function answers(good: Record<number, TSchema>, problems: readonly number[] = []) {
  const refused = problems.map((status) => [status, problemAnswer(status)] as const)
  return { ...good, ...Object.fromEntries(refused) }
}

export const problemAnswer = (status: number) => ({
  description: REFUSALS[status]?.[0] ?? 'Refused',
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
})

/** A problem as it can look, for the OpenAPI document. */
export function problemExample(status: number) {
  const [, code, detail] = REFUSALS[status] ?? []
  return {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail,
    instance: '/api/orders',
    code,
    requestId: '0f1c6c1e-8a53-4ce5-b6c5-9a6b3a3b8f10',
    ...(status === 422 && {
      errors: [{ pointer: '/customer/phoneNumber', code: 'required', detail }],
    }),
    ...(status === 400 && { errors: [{ pointer: '/limit', code: 'maximum', detail }] }),
  }
}

/** 204. */
export const Nothing = Type.Null({ description: 'Done; there is nothing to say' })

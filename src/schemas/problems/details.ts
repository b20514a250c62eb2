// Problem details (RFC 9457) of error responses, and the responses of a route.
import { STATUS_CODES } from 'node:http'
import { type TSchema, Type } from '@sinclair/typebox'
import { Nullable } from '../common.ts'
import { problemType } from './codes.ts'

export const ProblemSchema = Type.Object(
  {
    type: Type.String({
      format: 'uri-reference',
      description: 'URL of a page that explains the `code`',
      examples: ['/problems/invalid_input'],
    }),
    title: Type.String({ examples: ['Unprocessable Entity'] }),
    status: Type.Integer({ examples: [422] }),
    detail: Type.String({ description: 'What was wrong and what to do next' }),
    instance: Type.String({ description: 'Path of the request' }),
    code: Type.String({ description: 'Stable code for programs', examples: ['invalid_input'] }),
    requestId: Type.String({ description: 'Request id, also in the log' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({
            description: 'JSON Pointer (RFC 6901) into the body; `/name` for a query parameter',
            examples: ['/items/0/unitPrice'],
          }),
          code: Type.String({ description: 'Code of the violated rule', examples: ['required'] }),
          detail: Type.String({ description: 'Message for a person' }),
        }),
        { description: 'All invalid fields (400, 422), or those that stand against it (409)' },
      ),
    ),
    currentVersion: Type.Optional(
      Type.Integer({ description: '`stale_version`: the current version' }),
    ),
    allowed: Type.Optional(
      Type.Array(Type.String(), {
        description: '`illegal_transition`: the allowed statuses',
      }),
    ),
    permission: Type.Optional(
      Type.String({ description: '`forbidden`: the missing permission, or scope of an API key' }),
    ),
    balance: Type.Optional(Type.String({ description: '`exceeds_balance`: the balance' })),
    paidAmount: Type.Optional(Type.String({ description: '`exceeds_paid`: the paid amount' })),
    paymentStatus: Type.Optional(
      Type.String({
        description: '`ledger_contradicts`: the payment status that follows from the ledger',
      }),
    ),
    problemCount: Type.Optional(
      Type.Integer({ description: '`import_refused`: all errors of the file' }),
    ),
    savedId: Type.Optional(
      Nullable(
        Type.Integer({
          description: '`idempotency_key_reused`: the stored result of the first request',
        }),
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

/** Per status: its meaning in this API, with an example code and sentence. */
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
    'This role or API key may not do that',
    'forbidden',
    'Your account may not do this. Ask an owner of the shop.',
  ],
  404: ['There is no such thing, or it is not yours', 'not_found', 'There is no such order.'],
  409: [
    'The rules, or the present state, stand against it',
    'exceeds_balance',
    'You can take up to €70.00.',
  ],
  410: [
    'It was there, and is not offered any more',
    'product_gone',
    'This product is not offered any more. Look for others in its category.',
  ],
  412: [
    'Changed by somebody else since the version in `If-Match`',
    'stale_version',
    'Someone else changed this order. Look at the new version, then save again.',
  ],
  413: ['Too large', 'body_too_large', 'That is too much for one request. Send less at once.'],
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
    'The change could not be saved right now. Try again in a moment.',
  ],
}

/** A response that is not JSON. */
export interface ContentAnswer {
  description: string
  content: Record<string, { schema: object }>
}

/**
 * The `response` of a route's schema: its success response and its specific problems. Problems common to all routes
 * (401, 429, 500...) are added in plugins/openapi/operations.ts.
 */
export function answers<Good extends Record<number, TSchema | ContentAnswer>>(
  good: Good,
  problems: readonly number[] = [],
): Good {
  const refused = problems.map((status) => [status, problemAnswer(status)] as const)
  return { ...good, ...Object.fromEntries(refused) }
}

export const problemAnswer = (status: number) => ({
  description: REFUSALS[status]?.[0] ?? 'Refused',
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
})

/** An example for the OpenAPI document. */
export function problemExample(status: number) {
  const [, code, detail] = REFUSALS[status] ?? []
  return {
    type: problemType(code ?? ''),
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
export const Nothing = Type.Null({ description: 'Done; no content' })

/** 503 of a picture: pages get a placeholder image instead. */
export const PLACEHOLDER = {
  ...problemAnswer(503),
  content: {
    ...problemAnswer(503).content,
    'image/svg+xml': {
      schema: { type: 'string' },
      example: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    },
  },
}

// Problem details (RFC 9457) as every error answer carries them, and the answers a route can give.
import { type TSchema, Type } from '@sinclair/typebox'

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
          pointer: Type.String({ description: 'JSON Pointer (RFC 6901) into the input' }),
          code: Type.String(),
          detail: Type.String(),
        }),
      ),
    ),
  },
  { $id: 'Problem', title: 'Problem', additionalProperties: true },
)

const MEANING: Record<number, string> = {
  400: 'The request cannot be understood',
  401: 'Not signed in, or the token is not valid any more',
  403: 'This role may not do that',
  404: 'There is no such thing, or it is not yours',
  409: 'The rules, or the present state, stand against it',
  412: 'Changed by somebody else since the version in `If-Match`',
  413: 'Too large',
  415: 'This kind of content is not taken',
  422: 'A field is not valid, or the idempotency key was used with other content',
  429: 'Too many requests; see `Retry-After`',
  500: 'A fault on our side',
  503: 'Busy or not reachable; try again',
}

/**
 * The `response` of a route's schema: what it answers when it goes well, and the problems it can answer.
 * 400, 401, 403, 429 and 500 are added by the OpenAPI plugin where they can happen.
 */
export function answers(good: Record<number, TSchema>, problems: readonly number[] = []) {
  const refused = problems.map((status) => [status, problemAnswer(status)] as const)
  return { ...good, ...Object.fromEntries(refused) }
}

export const problemAnswer = (status: number) => ({
  description: MEANING[status] ?? 'Refused',
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
})

/** 204. */
export const Nothing = Type.Null({ description: 'Done; there is nothing to say' })

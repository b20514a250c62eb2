// Domain errors: `Refusal` is what business rules throw. Any other error is a fault.

/** One invalid field. `pointer` is a JSON Pointer (RFC 6901) into the input. */
export interface FieldError {
  pointer: string
  code: string
  detail: string
}

export type RefusalKind =
  | 'unreadable' // 400: the request cannot be understood
  | 'unauthenticated' // 401: sign in first
  | 'forbidden' // 403: not with this role
  | 'not_found' // 404: does not exist, or is not yours
  | 'conflict' // 409: the rules or somebody else's change stand against it
  | 'gone' // 410: it was there, and is not offered any more
  | 'stale' // 412: made from an older version
  | 'too_large' // 413
  | 'unsupported' // 415: not a kind of content that is taken
  | 'invalid' // 422: a field is wrong
  | 'too_many' // 429: slow down
  | 'unavailable' // 503: nothing was saved, worth trying again

export interface RefusalExtras {
  errors?: FieldError[]
  /** Further members of the problem document, such as the legal next statuses. */
  members?: Record<string, unknown>
  /** The message with its numbers as people of a locale write them, if it has any. */
  words?: (locale: string) => string
  /** Seconds until a retry is worthwhile. */
  retryAfter?: number
}

/** `code` is for programs and never changes; `message` tells a person what was wrong and what to do next. */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly extras: RefusalExtras = {},
  ) {
    super(message)
    this.name = 'Refusal'
  }
}

export const notFound = (what: string) =>
  new Refusal('not_found', 'not_found', `There is no such ${what}.`)

export const invalid = (...errors: FieldError[]) =>
  new Refusal('invalid', 'invalid_input', errors.map((error) => error.detail).join(' '), { errors })

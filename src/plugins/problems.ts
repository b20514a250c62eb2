// Problem details (RFC 9457): how a refusal looks to a program.
import { STATUS_CODES } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { CommitError, UnreachableError } from '../db/errors.ts'
import { Refusal, type RefusalKind } from '../services/refusal.ts'

const STATUS: Record<RefusalKind, number> = {
  unreadable: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  too_many: 429,
  unavailable: 503,
}

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: string
  requestId: string
  errors?: { pointer: string; code: string; detail: string }[]
}

export const statusOf = (refusal: Refusal): number => STATUS[refusal.kind]

/** What Fastify itself refuses before any handler runs, by its error code. */
const FASTIFY_REFUSALS: Record<string, [RefusalKind, string, string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported',
    'unsupported_media_type',
    'This address does not take that kind of content. Send JSON as application/json, photos as multipart/form-data, tables as text/csv.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'too_large',
    'body_too_large',
    'That is more than is accepted in one request.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: [
    'unreadable',
    'invalid_json',
    'The body is empty, although its content type is JSON.',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: ['unreadable', 'invalid_json', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'unreadable',
    'invalid_content_length',
    'The body is not as long as its Content-Length says.',
  ],
  FST_ERR_BAD_URL: ['unreadable', 'invalid_url', 'The address is not a valid URL.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'not_found', 'There is nothing at this address.'],
  FST_ERR_ASYNC_CONSTRAINT: ['unreadable', 'unreadable', 'The request cannot be understood.'],
  FST_FILES_LIMIT: ['too_large', 'too_many_files', 'Those are too many files for one request.'],
  FST_FIELDS_LIMIT: ['too_large', 'too_many_fields', 'Those are too many fields for one request.'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: [
    'unsupported',
    'unsupported_media_type',
    'Send the files as multipart/form-data.',
  ],
}

const NOT_SAVED = 'The change could not be saved just now. Try again in a moment.'
const UNREACHABLE = 'The database does not answer just now. Try again in a moment.'
const RETRY = { retryAfter: 5 }

/** The refusal behind an error, or undefined when the error is a fault. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof CommitError || isDiskFull(error)) {
    return new Refusal('unavailable', 'not_saved', NOT_SAVED, RETRY)
  }
  if (error instanceof UnreachableError) {
    return new Refusal('unavailable', 'database_unreachable', UNREACHABLE, RETRY)
  }
  const { code, statusCode, message } = error as {
    code?: string
    statusCode?: number
    message?: string
  }
  const known = code ? FASTIFY_REFUSALS[code] : undefined
  if (known) return new Refusal(...known)
  // Broken JSON reaches us as a SyntaxError with a 400.
  if (error instanceof SyntaxError && statusCode === 400) {
    return new Refusal('unreadable', 'invalid_json', 'The body is not valid JSON.')
  }
  if (statusCode === 429)
    return new Refusal('too_many', 'too_many_requests', message ?? 'Please wait a moment.')
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return new Refusal('unreadable', 'unreadable', 'The request cannot be understood.')
  }
  return undefined
}

/** There was no room for the file of an upload. */
const isDiskFull = (error: unknown) => (error as { code?: string }).code === 'ENOSPC'

type Asked = Pick<FastifyRequest, 'originalUrl' | 'id'>

/** As it was sent; a query may hold what people typed, and stays out. */
const pathOf = ({ originalUrl }: Asked) => originalUrl.split('?', 1)[0] ?? '/'

export function problemOf(refusal: Refusal, status: number, request: Asked): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: refusal.message,
    instance: pathOf(request),
    code: refusal.code,
    requestId: request.id,
    ...(refusal.extras.errors && { errors: refusal.extras.errors }),
    ...refusal.extras.members,
  }
}

/** What a fault looks like from outside: nothing of its inside. */
export function faultProblem(request: Asked): Problem {
  return {
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: 'Something went wrong on our side. Nothing was saved. Try again in a moment.',
    instance: pathOf(request),
    code: 'internal_error',
    requestId: request.id,
  }
}

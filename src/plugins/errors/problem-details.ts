// Problem details (RFC 9457): errors and refusals as problem+json documents.
import { STATUS_CODES } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { CommitError, StorageError, UnreachableError } from '../../db/errors.ts'
import { Refusal, type RefusalKind } from '../../lib/errors/refusal.ts'
import { problemType } from '../../schemas/problems/codes.ts'

const STATUS: Record<RefusalKind, number> = {
  unreadable: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
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

/** Errors that Fastify raises before any handler, by error code. */
const FASTIFY_REFUSALS: Record<string, [RefusalKind, string, string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported',
    'unsupported_media_type',
    'This address does not take that kind of content. Send JSON as application/json, photos as multipart/form-data, tables as text/csv.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'too_large',
    'body_too_large',
    'That is too much for one request. Send less at once.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: [
    'unreadable',
    'invalid_json',
    'The body is empty, although its content type is JSON.',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: ['unreadable', 'invalid_json', 'The body is not valid JSON.'],
  FST_INVALID_JSON_FIELD_ERROR: [
    'unreadable',
    'invalid_json',
    'A field of the form is not valid JSON.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'unreadable',
    'invalid_content_length',
    'The body is not as long as its Content-Length says.',
  ],
  FST_ERR_BAD_URL: ['unreadable', 'invalid_url', 'The address is not a valid URL.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'not_found', 'There is nothing at this address.'],
  FST_ERR_ASYNC_CONSTRAINT: ['unreadable', 'unreadable', 'The request cannot be understood.'],
  FST_FILES_LIMIT: [
    'too_large',
    'too_many_files',
    'Too many files for one request. Send fewer at once.',
  ],
  FST_FIELDS_LIMIT: ['too_large', 'too_many_fields', 'Those are too many fields for one request.'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: [
    'unsupported',
    'unsupported_media_type',
    'Send the files as multipart/form-data.',
  ],
}

const NOT_SAVED = 'The change could not be saved right now. Try again in a moment.'
const UNREACHABLE = 'The database does not answer right now. Try again in a moment.'
const RETRY = { retryAfter: 5 }

/** The refusal of an error; `undefined` for a fault. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof CommitError || isDiskFull(error)) {
    const { reason } = error as Partial<CommitError>
    const detail = reason ? `Nothing was saved. ${reason}` : NOT_SAVED
    return new Refusal('unavailable', 'not_saved', detail, RETRY)
  }
  if (error instanceof StorageError) {
    return new Refusal('unavailable', 'storage_failed', error.reason, RETRY)
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
  // Invalid JSON arrives as a SyntaxError with status 400.
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

/** No room for an uploaded file. */
const isDiskFull = (error: unknown) => (error as { code?: string }).code === 'ENOSPC'

type Asked = Pick<FastifyRequest, 'originalUrl' | 'id'>

/** Without the query, which may hold what people typed. */
const pathOf = ({ originalUrl }: Asked) => originalUrl.split('?', 1)[0] ?? '/'

export function problemOf(refusal: Refusal, status: number, request: Asked): Problem {
  return {
    type: problemType(refusal.code),
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

/** The problem document of a fault, without internals. */
export function faultProblem(request: Asked): Problem {
  return {
    type: problemType('internal_error'),
    title: 'Internal Server Error',
    status: 500,
    detail: 'Something went wrong on our side. Nothing was saved. Try again in a moment.',
    instance: pathOf(request),
    code: 'internal_error',
    requestId: request.id,
  }
}

// Content types of request bodies; any other type is 415 before the body is read.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { invalid } from '../../lib/errors/refusal.ts'
import { escapePointer } from '../../schemas/validation/storable.ts'

/** JSON only. An empty body is accepted with any content type where none is expected. */
export function acceptJson(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error')
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    (request, body: string, done) => {
      if (body === '' && !expectsBody(request)) done(null, undefined)
      else parse(request, body, done)
    },
  )
}

export const acceptFiles = (scope: FastifyInstance): void =>
  scope.removeContentTypeParser([
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
  ])

/**
 * @param remedy what to send instead
 * @throws Refusal `invalid_input` for fields that an upload does not take
 */
export function refuseFields(names: readonly string[], remedy = 'Send files only.'): void {
  if (names.length === 0) return
  const errors = names.map((name) => ({
    pointer: `/${escapePointer(name)}`,
    code: 'additionalProperties',
    detail: `"${name}" is not known here. ${remedy}`,
  }))
  throw invalid(...errors)
}

/** CSV files only, as raw bytes: their character encoding is detected later. */
export function acceptCsv(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
}

const expectsBody = (request: FastifyRequest) => request.routeOptions.schema?.body !== undefined

// What a part of the API takes as a body; anything else is 415 before it is read.
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** JSON only. Where no body is expected an empty one is fine, whatever type a program says it has. */
export function takeJson(scope: FastifyInstance): void {
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

/** Files only. */
export const takeFiles = (scope: FastifyInstance): void =>
  scope.removeContentTypeParser([
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
  ])

/** CSV files only, as the bytes they are: what letters they mean is found out later. */
export function takeCsv(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
}

const expectsBody = (request: FastifyRequest) => request.routeOptions.schema?.body !== undefined

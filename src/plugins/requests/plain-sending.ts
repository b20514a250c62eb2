// Plain sending: a fragment cannot become a page, so the script is told to submit the form again without htmx.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isPartial } from '../answers/views.ts'
import { isOfOwnHost } from './origin.ts'

/** Its fields are carried along. Not files, which would be uploaded twice. */
export const canComePlainly = (request: FastifyRequest): boolean =>
  isPartial(request) &&
  request.method === 'POST' &&
  request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true

export const askToSendPlainly = (reply: FastifyReply) =>
  reply.headers({ 'hx-trigger': 'send-plainly', 'hx-reswap': 'none' }).send('')

/** The page that holds the form or the link of a request. */
export function pageBefore(request: FastifyRequest, unknown = '/admin'): string {
  const { referer = '' } = request.headers
  if (!isOfOwnHost(request, referer)) return unknown
  const { pathname, search } = new URL(referer)
  return pathname + search
}

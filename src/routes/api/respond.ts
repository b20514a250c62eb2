// What the JSON routes share: lists with a Link to the next page, entity tags from versions.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Page } from '../../services/paging.ts'
import { Refusal } from '../../services/refusal.ts'

/** The answer of a list; sets `Link: rel="next"` (RFC 8288). */
export function listAnswer<Row, Json>(
  reply: FastifyReply,
  page: Page<Row>,
  present: (row: Row) => Json,
  total?: number,
) {
  if (page.nextCursor)
    reply.header('link', `<${nextUrl(reply.request, page.nextCursor)}>; rel="next"`)
  return {
    data: page.rows.map(present),
    nextCursor: page.nextCursor,
    ...(total !== undefined && { total }),
  }
}

function nextUrl(request: FastifyRequest, cursor: string): string {
  const [path, query] = request.url.split('?', 2)
  const params = new URLSearchParams(query)
  params.delete('page')
  params.set('cursor', cursor)
  return `${path}?${params}`
}

/** Sets the entity tag that `If-Match` is compared with, and answers the resource. */
export function tagged<Resource extends { version: number }>(
  reply: FastifyReply,
  resource: Resource,
): Resource {
  reply.header('etag', `"${resource.version}"`)
  return resource
}

/**
 * The version that `If-Match` names; undefined when there is none, or `*` (RFC 9110, section 13.1.1).
 * @throws Refusal `stale_version` for a tag that no version of ours has
 */
export function ifMatch(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']?.trim()
  if (header === undefined || header === '*') return undefined
  const version = /^"(\d{1,15})"$/.exec(header)?.[1]
  if (version) return Number(version)
  throw new Refusal(
    'stale',
    'stale_version',
    'If-Match must be the ETag of the version you have seen, such as "3".',
  )
}

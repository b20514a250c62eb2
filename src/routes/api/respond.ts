// JSON responses: lists with a Link to the next page, and ETag and If-Match from row versions.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../lib/errors/refusal.ts'
import type { Page } from '../../services/shared/paging.ts'
import { entityTags } from '../shared/entity-tags.ts'

/** List response; sets `Link: rel="next"` (RFC 8288). */
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

/** Sets the ETag that `If-Match` is compared with, and returns the resource. */
export function withETag<Resource extends { version: number }>(
  reply: FastifyReply,
  resource: Resource,
): Resource {
  reply.header('etag', `"${resource.version}"`)
  return resource
}

/**
 * Versions named by `If-Match`, any of which satisfies it; `undefined` without the header or for `*`.
 * @throws Refusal `stale_version` if no tag is a version
 */
export function ifMatch({ headers }: FastifyRequest): readonly number[] | undefined {
  const tags = entityTags(headers['if-match'])
  if (tags === undefined || tags === '*') return undefined
  const versions = tags.flatMap((tag) => /^"(\d{1,15})"$/.exec(tag)?.[1] ?? []).map(Number)
  if (versions.length > 0) return versions
  throw new Refusal(
    'stale',
    'stale_version',
    'If-Match must be the ETag of the version you have seen, such as "3".',
  )
}

// A form that was sent after its session had ended: the sign-in page carries it along, so that nothing typed is lost.
import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { isApi } from './request-kind.ts'

export interface KeptForm {
  /** The path that it was sent to. */
  action: string
  fields: [name: string, value: string][]
}

/** Photos are read past and not kept, so a form may be far longer than what is left of it. */
const MOST_BYTES = 12_000_000
const MOST_CHARACTERS = 200_000

/** The form of this request, or null when it is none, too long, or holds a password. */
export async function keptForm(request: FastifyRequest): Promise<KeptForm | null> {
  const type = request.headers['content-type'] ?? ''
  const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(type)
  const isShort = Number(request.headers['content-length']) <= MOST_BYTES
  if (request.method !== 'POST' || isApi(request) || !isForm || !isShort) return null
  if (!isFromOwnPage(request)) return null
  const stream = Readable.toWeb(request.raw) as ReadableStream
  const sent = await new Response(stream, { headers: { 'content-type': type } }).formData()
  const fields = [...sent].filter(
    (field): field is [string, string] => typeof field[1] === 'string' && field[0] !== '_csrf',
  )
  const kept = { action: request.url.split('?', 1)[0] ?? '/', fields }
  const isSecret = fields.some(([name]) => /password/i.test(name))
  return isSecret || JSON.stringify(kept).length > MOST_CHARACTERS ? null : kept
}

/** Said by the browser itself: a form of another site must not be sent on by whoever signs in here. */
function isFromOwnPage({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin = '' } = headers
  return URL.canParse(origin) && new URL(origin).host === host
}

/** Reads it back from the hidden field of the sign-in page; null for anything else. */
export function readKeptForm(text: unknown): KeptForm | null {
  if (typeof text !== 'string' || text === '') return null
  try {
    const { action, fields } = JSON.parse(text) as Partial<KeptForm>
    const isPath = typeof action === 'string' && /^\/(?![/\\])[\w/-]*$/.test(action)
    const arePairs = Array.isArray(fields) && fields.every(isPair)
    return isPath && arePairs ? { action, fields } : null
  } catch {
    return null
  }
}

const isPair = (field: unknown) =>
  Array.isArray(field) && field.length === 2 && field.every((part) => typeof part === 'string')

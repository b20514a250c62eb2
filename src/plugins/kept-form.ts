// A form that was sent after its session had ended: the sign-in page carries it along, so that nothing typed is lost.
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import type { FastifyRequest } from 'fastify'
import { isApi } from './request-kind.ts'

export interface KeptForm {
  /** The path that it was sent to. */
  action: string
  fields: [name: string, value: string][]
}

/** Twenty photos of 20 MB: they are read past as they come and never held, but somebody not signed in sends them. */
const MOST_BYTES = 400_000_000
const MOST_CHARACTERS = 200_000
const LIMITS = { fields: 1000, fieldSize: 20_000 }

/** The form of this request, or null when it is none, too long, or holds a password. */
export async function keptForm(request: FastifyRequest): Promise<KeptForm | null> {
  const type = request.headers['content-type'] ?? ''
  const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(type)
  const isShort = Number(request.headers['content-length']) <= MOST_BYTES
  if (request.method !== 'POST' || isApi(request) || !isForm || !isShort) return null
  if (!isFromOwnPage(request)) return null
  const fields = await fieldsOf(request)
  const isSecret = fields.some(([name]) => /password/i.test(name))
  const kept = { action: request.url.split('?', 1)[0] ?? '/', fields }
  return isSecret || JSON.stringify(kept).length > MOST_CHARACTERS ? null : kept
}

/** @throws Error for a form that cannot be read, or not whole: half of what was typed must not pass for all of it */
async function fieldsOf({ raw, headers }: FastifyRequest): Promise<KeptForm['fields']> {
  const fields: KeptForm['fields'] = []
  const form = new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS })
  const refuse = () => form.destroy(new Error('The form is too long to be kept'))
  form.on('file', (_name, file) => file.resume())
  form.on('fieldsLimit', refuse)
  form.on('field', (name, value, isNameCut, isValueCut) => {
    if (isNameCut || isValueCut) refuse()
    else if (name !== '_csrf') fields.push([name, value])
  })
  await pipeline(raw, form)
  return fields
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

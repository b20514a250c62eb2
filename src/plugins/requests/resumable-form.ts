// Resumable forms: a form refused because its session had ended or changed is carried along by the sign-in page, or
// confirmed by the user, so that nothing typed is lost.
import { finished } from 'node:stream'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import type { FastifyRequest } from 'fastify'
import { isApi } from './kind.ts'
import { photosLostIn } from './lost-files.ts'
import { isOfOwnHost } from './origin.ts'

export interface ResumableForm {
  action: string
  fields: [name: string, value: string][]
  /** Number of files, which cannot be carried along. */
  files: number
}

/** Twenty photos of 20 MB: discarded while they arrive, because the sender is not signed in. */
const MOST_BYTES = 400_000_000
const MOST_CHARACTERS = 200_000
const MOST_FIELDS = 1000
/** One more than is kept: the parser truncates without an error. */
const LIMITS = { fields: MOST_FIELDS + 1, fieldSize: MOST_CHARACTERS }

/** Why a form of our own is not carried along. */
export type UnkeptReason = 'too_long' | 'files' | 'password'

type Outcome = { kept: ResumableForm } | { notKept: UnkeptReason }

/** The form of this request; `null` if it is none of ours. */
export async function resumableForm(request: FastifyRequest): Promise<Outcome | null> {
  const type = request.headers['content-type'] ?? ''
  const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(type)
  const length = Number(request.headers['content-length'])
  if (request.method !== 'POST' || isApi(request) || !isForm || Number.isNaN(length)) return null
  if (!isFromOwnPage(request)) return null
  if (length > MOST_BYTES) return TOO_LONG
  const action = actionOf(request)
  if (!isPath(action)) return null
  const sent = isRead(request.body)
    ? withoutFiles(readFields(request.body), request.filesPassed ?? 0)
    : await partsOf(request).catch(tooLongOrThrow)
  if (sent === null) return TOO_LONG
  // A redisplayed form states in this field what it lost before.
  const stated = sent.fields.filter(([name]) => name !== 'photosLost')
  const files = sent.files || photosLostIn(Object.fromEntries(sent.fields))
  if (stated.some(([name, value]) => isSecret(name) && value !== '')) return { notKept: 'password' }
  const fields = stated.filter(([name]) => !isSecret(name))
  // An upload in which only the files mattered.
  if (fields.length === 0 && type.startsWith('multipart/')) return { notKept: 'files' }
  const kept = { action, fields, files }
  return JSON.stringify(kept).length > MOST_CHARACTERS ? TOO_LONG : { kept }
}

/** Buttons in the header of a shared tablet send the page's form to these, with its own address as `of`. */
const HANDED_OVER = /^\/auth\/(switch|lock)\/form$/

function actionOf({ url }: FastifyRequest): string {
  const [path = '/', query = ''] = url.split('?', 2)
  return HANDED_OVER.test(path) ? (new URLSearchParams(query).get('of') ?? '') : path
}

const isPath = (action: unknown): action is string =>
  typeof action === 'string' && /^\/(?![/\\])[\w/-]*$/.test(action)

/** An urlencoded form has the names of its files. */
const FILE = /^(images|photos|avatar|logo|file)$/

function withoutFiles(fields: ResumableForm['fields'], passed: number) {
  const names = fields.filter(([name, value]) => FILE.test(name) && value !== '')
  return { fields: fields.filter(([name]) => !FILE.test(name)), files: passed + names.length }
}

const TOO_LONG: Outcome = { notKept: 'too_long' }

/** Fields that are never written into a page again. */
export const isSecret = (name: string): boolean => /password|^pin$/i.test(name)

class FormTooLong extends Error {}

function tooLongOrThrow(error: unknown): null {
  if (error instanceof FormTooLong) return null
  throw error
}

/** @throws Error if the form cannot be read completely: half of it must not pass for all of it */
function partsOf({ raw, headers }: FastifyRequest): Promise<Omit<ResumableForm, 'action'>> {
  return new Promise((resolve, reject) => {
    const fields: ResumableForm['fields'] = []
    let files = 0
    let left = MOST_CHARACTERS
    const form = new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS })
    const refuse = (error: Error) => {
      // plugins/requests/unread-bodies.ts discards the rest, so that the response arrives.
      raw.unpipe(form)
      reject(error)
    }
    const refuseLong = () => refuse(new FormTooLong('The form is too long to be kept'))
    form.on('file', (_name, file, filename) => {
      // Without a name no file was chosen.
      if (filename) files += 1
      file.on('error', refuse).resume()
    })
    form.on('field', (name, value, isNameCut, isValueCut) => {
      left -= name.length + value.length
      if (isNameCut || isValueCut || left < 0 || fields.length === MOST_FIELDS) refuseLong()
      else if (name !== '_csrf') fields.push([name, value])
    })
    form.on('error', refuse).on('finish', () => resolve({ fields, files }))
    finished(raw, { writable: false }, (error) => error && refuse(error))
    raw.pipe(form)
  })
}

type Body = Record<string, string | string[]>

/** A body read before the form was refused, by the plugin for urlencoded forms. */
const isRead = (body: unknown): body is Body => typeof body === 'object' && body !== null

const readFields = (body: Body): ResumableForm['fields'] =>
  Object.entries(body).flatMap(([name, values]) =>
    name === '_csrf' ? [] : [values].flat().map((value): [string, string] => [name, value]),
  )

/** By Sec-Fetch-Site: a form of another site must not be submitted. Text browsers send only a Referer. */
function isFromOwnPage(request: FastifyRequest): boolean {
  const { headers } = request
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return isOfOwnHost(request, headers.origin ?? headers.referer ?? '')
}

/** True for forms that can be redisplayed with their values. */
export const canBeShown = ({ action }: ResumableForm): boolean =>
  /^\/admin\/orders(\/\d+)?$/.test(action)

/** Parses the hidden field of the sign-in page; `null` if invalid. */
export function readResumableForm(text: unknown): ResumableForm | null {
  if (typeof text !== 'string' || text === '') return null
  try {
    const { action, fields, files } = JSON.parse(text) as Partial<ResumableForm>
    const arePairs = Array.isArray(fields) && fields.every(isPair)
    return isPath(action) && arePairs ? { action, fields, files: countOf(files) } : null
  } catch {
    return null
  }
}

const countOf = (files: unknown) =>
  Number.isSafeInteger(files) && Number(files) > 0 ? Number(files) : 0

const isPair = (field: unknown) =>
  Array.isArray(field) && field.length === 2 && field.every((part) => typeof part === 'string')

declare module 'fastify' {
  interface FastifyRequest {
    /** Number of files discarded, if the form was refused while it was read (see plugins/requests/uploads.ts). */
    filesPassed?: number
  }
}

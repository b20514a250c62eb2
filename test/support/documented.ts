// OpenAPI conformance check: an API response that the document does not describe fails its test.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import type { Document, Operation } from '../../src/plugins/openapi/answers.ts'

export interface Answered {
  method: string
  url: string
  status: number
  contentType: string | undefined
  body: string
}

/** Checks every response of `app.inject` under /api. Returns the check, for responses over a real connection. */
export function watchAnswers(app: FastifyInstance): (answered: Answered) => void {
  const check = checkOf(app)
  const inject = app.inject.bind(app) as (options: unknown) => ReturnType<typeof app.inject>
  const watched = async (options: { method?: string; url: string } | string) => {
    const response = await inject(options)
    const { method = 'GET', url } = typeof options === 'string' ? { url: options } : options
    const contentType = response.headers['content-type'] as string | undefined
    check({ method, url, status: response.statusCode, contentType, body: response.body })
    return response
  }
  Object.assign(app, { inject: watched })
  return check
}

export const documentOf = (app: FastifyInstance) => app.swagger() as unknown as Document

export interface DocumentedOperation {
  path: string
  method: string
  operation: Operation & {
    summary?: string
    description?: string
    tags?: string[]
    security?: object[]
    'x-roles'?: string[]
    'x-permission'?: string
  }
}

/** All operations of a document, each with its path and method. */
export const operationsOf = (document: Document): DocumentedOperation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** By address of a shop, which is all that one document has different from another: making one takes long. */
const checks = new Map<string | null, (answered: Answered) => void>()

/** Throws if the document does not describe the response. */
function checkOf(app: FastifyInstance): (answered: Answered) => void {
  const { publicUrl } = app.config
  const check = checks.get(publicUrl) ?? createCheck(documentOf(app))
  checks.set(publicUrl, check)
  return check
}

function createCheck(document: Document): (answered: Answered) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ ...document, $id: 'api' })
  const validators = new Map<string, ValidateFunction>()
  const validator = (pointer: string) => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` })
    validators.set(pointer, known)
    return known
  }
  return (answered) => {
    if (!answered.url.startsWith('/api/')) return
    refuseInsides(answered)
    const pointer = schemaOf(document, answered)
    if (!pointer || answered.method === 'HEAD') return
    const validate = validator(pointer)
    if (validate(JSON.parse(answered.body))) return
    throw new Error(`${nameOf(answered)} is not as documented: ${ajv.errorsText(validate.errors)}`)
  }
}

const nameOf = ({ method, url, status }: Answered) =>
  `${method} ${url.slice(0, 120)} answering ${status}`

/** No stack, no SQL, no fault may appear in a response. */
function refuseInsides(answered: Answered): void {
  const { status, body, contentType = '' } = answered
  if (status === 500) throw new Error(`${nameOf(answered)}: ${body}`)
  if (!contentType.includes('json')) return
  if (/\.[jt]s:\d+|node_modules|SQLITE|\bSELECT\b|\bINSERT INTO\b/.test(body)) {
    throw new Error(`${nameOf(answered)} shows its inside: ${body.slice(0, 500)}`)
  }
}

/** JSON pointer of the response's schema; `undefined` for a response without a JSON body. */
function schemaOf(document: Document, answered: Answered): string | undefined {
  const { status, contentType = '', url } = answered
  const path = pathOf(document, url)
  const method = answered.method === 'HEAD' ? 'get' : answered.method.toLowerCase()
  const operation = path === undefined ? undefined : document.paths[path]?.[method]
  // An unknown address or method has no operation; its response is a problem document.
  if (!operation || path === undefined) {
    return status < 400 ? undefined : '/components/schemas/Problem'
  }
  const answer = operation.responses[status]
  if (!answer) throw new Error(`${nameOf(answered)} is not documented for ${path}`)
  const base = answer.$ref?.slice(1) ?? pointerTo('paths', path, method, 'responses', status)
  const content = (at(document, base) as Operation['responses'][string]).content
  if (!content) return undefined
  const media = contentType.split(';', 1)[0] ?? ''
  if (!content[media]) throw new Error(`${nameOf(answered)} as ${media} is not documented`)
  return media.includes('json') ? `${base}${pointerTo('content', media, 'schema')}` : undefined
}

/** The document's path of an address; one without a parameter first. */
function pathOf(document: Document, url: string): string | undefined {
  const pathname = url.split('?', 1)[0]?.replace(/\/$/, '') ?? ''
  if (document.paths[pathname]) return pathname
  return patternsOf(document).find(([, pattern]) => pattern.test(pathname))?.[0]
}

const patterns = new WeakMap<Document, [path: string, pattern: RegExp][]>()

function patternsOf(document: Document) {
  const known = patterns.get(document)
  if (known) return known
  const pathPatterns = Object.keys(document.paths).map((path): [string, RegExp] => [
    path,
    new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  ])
  patterns.set(document, pathPatterns)
  return pathPatterns
}

const pointerTo = (...steps: (string | number)[]) =>
  steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const at = (document: unknown, pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((value, step) => (value as Record<string, unknown>)[step], document)

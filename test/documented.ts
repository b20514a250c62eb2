// Holds what the JSON API answers against its own OpenAPI document: an undocumented answer fails the test that met it.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import type { Document, Operation } from '../src/plugins/openapi-answers.ts'

export interface Answered {
  method: string
  url: string
  status: number
  contentType: string | undefined
  body: string
}

/** Makes every answer of `app.inject` under /api be judged. Answers the judge, for what goes over a real connection. */
export function watchAnswers(app: FastifyInstance): (answered: Answered) => void {
  const judge = judgeOf(documentOf(app))
  const inject = app.inject.bind(app) as (options: unknown) => ReturnType<typeof app.inject>
  const watched = async (options: { method?: string; url: string } | string) => {
    const response = await inject(options)
    const { method = 'GET', url } = typeof options === 'string' ? { url: options } : options
    const contentType = response.headers['content-type'] as string | undefined
    judge({ method, url, status: response.statusCode, contentType, body: response.body })
    return response
  }
  Object.assign(app, { inject: watched })
  return judge
}

export const documentOf = (app: FastifyInstance) => app.swagger() as unknown as Document

/** Throws when the document does not know such an answer. */
export function judgeOf(document: Document): (answered: Answered) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ ...document, $id: 'api' })
  const kept = new Map<string, ValidateFunction>()
  const validator = (pointer: string) => {
    const known = kept.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` })
    kept.set(pointer, known)
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

/** Neither the stack, nor the SQL, nor a fault may ever be seen. */
function refuseInsides(answered: Answered): void {
  const { status, body, contentType = '' } = answered
  if (status === 500) throw new Error(`${nameOf(answered)}: ${body}`)
  if (!contentType.includes('json')) return
  if (/\.[jt]s:\d+|node_modules|SQLITE|\bSELECT\b|\bINSERT INTO\b/.test(body)) {
    throw new Error(`${nameOf(answered)} shows its inside: ${body.slice(0, 500)}`)
  }
}

/** Where the schema of the answer stands in the document; undefined for an answer without a JSON body. */
function schemaOf(document: Document, answered: Answered): string | undefined {
  const { status, contentType = '', url } = answered
  const path = pathOf(document, url)
  const method = answered.method === 'HEAD' ? 'get' : answered.method.toLowerCase()
  const operation = path === undefined ? undefined : document.paths[path]?.[method]
  // An address or a method that is not there has no operation; its answer is a problem all the same.
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

/** The path of the document that an address belongs to; one without a parameter goes first. */
function pathOf(document: Document, url: string): string | undefined {
  const asked = url.split('?', 1)[0]?.replace(/\/$/, '') ?? ''
  const fits = Object.keys(document.paths).filter((path) =>
    new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(asked),
  )
  return fits.find((path) => path === asked) ?? fits[0]
}

const pointerTo = (...steps: (string | number)[]) =>
  steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const at = (document: unknown, pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((value, step) => (value as Record<string, unknown>)[step], document)

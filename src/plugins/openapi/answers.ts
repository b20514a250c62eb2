// OpenAPI responses: shared problems by reference, response headers, examples of bodies.
import { problemAnswer, problemExample } from '../../schemas/problems/details.ts'
import { describeEvents } from './events.ts'
import { describeFields } from './fields.ts'
import { EVERYWHERE, HEADERS, PROBLEM_HEADERS, REQUEST_ID, SHARED_HEADERS } from './headers.ts'

interface Schema {
  $ref?: string
  type?: unknown
  'x-list'?: Schema
  'x-hint'?: string
  description?: string
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  examples?: unknown[]
  enum?: unknown[]
}

interface Answer {
  $ref?: string
  description?: string
  headers?: object
  content?: Record<string, { schema?: Schema; example?: unknown }>
}

interface Parameter {
  in: string
  name: string
  description?: string
  schema?: Schema
  style?: string
  explode?: boolean
  example?: unknown
}

export interface Operation {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema?: Schema; example?: unknown }> }
  responses: Record<string, Answer>
}

export interface Document {
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    responses?: Record<string, Answer>
    headers?: object
  }
}

const PROBLEM = 'application/problem+json'

export function completeDocument(document: Document): Document {
  const statuses = new Set<string>()
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const operation of Object.values(operations)) {
      giveExample(document, operation)
      for (const parameter of operation.parameters ?? []) describeParameter(parameter)
      for (const [status, answer] of Object.entries(operation.responses)) {
        if (answer.content?.[PROBLEM]) {
          statuses.add(status)
          operation.responses[status] = refusal(status, answer)
        } else describe(document, { path, operation, status, answer })
      }
    }
  }
  const shared = [...statuses].sort().map((status) => [`Problem${status}`, problem(Number(status))])
  document.components.responses = Object.fromEntries(shared)
  document.components.headers = SHARED_HEADERS
  describeEvents(document.components.schemas)
  describeFields(document.components.schemas)
  return document
}

/** The shared response, or its own if the body has alternatives. */
function refusal(status: string, { content }: Answer): Answer {
  if (Object.keys(content ?? {}).join() === PROBLEM) {
    return { $ref: `#/components/responses/Problem${status}` }
  }
  const shared = problem(Number(status))
  return { ...shared, content: { ...content, ...shared.content } }
}

function problem(status: number): Answer {
  const { description } = problemAnswer(status)
  const content = {
    [PROBLEM]: {
      schema: { $ref: '#/components/schemas/Problem' },
      example: problemExample(status),
    },
  }
  const headers = PROBLEM_HEADERS[status]
  return { description, headers: { ...EVERYWHERE, ...headers }, content }
}

interface Place {
  path: string
  operation: Operation
  status: string
  answer: Answer
}

function describe(document: Document, { path, operation, status, answer }: Place): void {
  if (!answer.description || answer.description === 'Default Response') {
    answer.description = status === '201' ? 'Created' : 'Done'
  }
  const schema = resolved(document, answer.content?.['application/json']?.schema)
  const isKeyed = operation.parameters?.some(({ name }) => name === 'Idempotency-Key')
  const isOne = status === '201' && document.paths[`${path}/{id}`]
  const headers = {
    ...(schema?.properties?.version && { ETag: HEADERS.etag }),
    ...(schema?.properties?.nextCursor && { Link: HEADERS.link }),
    ...(isOne && { Location: HEADERS.location }),
    ...(isKeyed && { 'Idempotency-Replayed': HEADERS.replayed }),
    ...answer.headers,
  }
  answer.headers = { ...(path === '/healthz' ? REQUEST_ID : EVERYWHERE), ...headers }
}

const resolved = (document: Document, schema: Schema | undefined) =>
  schema?.$ref ? document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema

function describeParameter(parameter: Parameter): void {
  if (parameter.in === 'query' && parameter.example !== undefined) {
    // Readers fill examples into forms, and an example filter would make every list empty.
    if (typeof parameter.example === 'string') {
      parameter.description += `, such as \`${parameter.example}\``
    }
    delete parameter.example
  }
  const items = parameter.schema?.['x-list']
  if (!items) return
  // Several values are an array for generated clients, which repeat the parameter by default; comma-separated values
  // are accepted, too.
  parameter.schema = { type: 'array', items }
  parameter.style = 'form'
  parameter.explode = true
}

/** The body's own example, or one built from those of its fields. */
function giveExample(document: Document, { requestBody }: Operation): void {
  const media = requestBody?.content['application/json']
  const schema = resolved(document, media?.schema)
  if (media && schema) media.example = schema.examples?.[0] ?? fieldsOf(schema)
}

const fieldsOf = ({ properties = {}, required = [] }: Schema) =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name, field]) => field.examples || required.includes(name))
      .map(([name, field]) => [name, field.examples?.[0] ?? field.enum?.[0] ?? name]),
  )

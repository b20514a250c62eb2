// One validator for everything: JSON is taken as it is, text (queries, paths, forms) is converted first.
import type { Static, TSchema } from '@sinclair/typebox'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { type FieldError, invalid } from '../services/refusal.ts'
import { NAMED_SCHEMAS } from './named.ts'
import { escapePointer, refuseTooMany, unstorable } from './storable.ts'

/**
 * @param coerceTypes text is converted to the schema's types: for what arrives as text
 * @param named the schemas that others may refer to
 */
export function createAjv(coerceTypes: boolean, named: TSchema[] = []): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    coerceTypes,
    useDefaults: true,
    removeAdditional: false,
    allowUnionTypes: true,
    strictTypes: false,
    verbose: true,
    // Compiling the meta-schema takes longer than the rest of a start; a test checks our schemas once.
    validateSchema: false,
    meta: false,
    keywords: ['x-hint', 'x-list'],
    schemas: named,
  })
  formats.default(ajv)
  return ajv
}

type Sentence = (label: string, error: ErrorObject) => string

const SENTENCES: Record<string, Sentence> = {
  required: (label) => `${label} is missing.`,
  additionalProperties: (_, { params, parentSchema }) =>
    `"${params.additionalProperty}" is not known here. Known are: ${Object.keys(parentSchema?.properties ?? {}).join(', ')}.`,
  enum: (label, { params }) => `${label} must be one of: ${params.allowedValues.join(', ')}.`,
  type: (label, { params }) => `${label} must be of type ${[params.type].flat().join(' or ')}.`,
  format: (label, { params }) =>
    `${label} is not a valid ${FORMATS[params.format] ?? params.format}.`,
  minLength: (label, { params }) =>
    params.limit === 1
      ? `${label} is missing.`
      : `${label} needs at least ${params.limit} characters.`,
  maxLength: (label, { params }) => `${label} can have at most ${params.limit} characters.`,
  minimum: (label, { params }) => `${label} must be at least ${params.limit}.`,
  maximum: (label, { params }) => `${label} must be at most ${params.limit}.`,
  minItems: (label, { params, parentSchema }) =>
    parentSchema?.['x-hint'] ?? `${label} needs at least ${params.limit}.`,
  uniqueItems: (label, { parentSchema }) =>
    parentSchema?.['x-hint'] ?? `${label} has an entry twice.`,
  maxItems: (label, { params }) => `${label} can have at most ${params.limit} entries.`,
  minProperties: (_, { parentSchema }) => parentSchema?.['x-hint'] ?? 'Give at least one field.',
  maxProperties: (label, { params, parentSchema }) =>
    parentSchema?.['x-hint'] ?? `${label} can have at most ${params.limit} fields.`,
  pattern: (label, { parentSchema }) =>
    parentSchema?.pattern === '\\S'
      ? `${label} is missing.`
      : (parentSchema?.['x-hint'] ?? `${label} is not written as expected.`),
}

const FORMATS: Record<string, string> = {
  email: 'e-mail address',
  date: 'day, such as 2026-12-01',
  'date-time': 'moment, such as 2026-12-01T15:00:00Z',
}

/** More than an order of a hundred items can have wrong; a longer answer helps nobody. */
const MOST_ERRORS = 400

/**
 * Everything that is wrong with an input, in sentences for a person, each field once.
 * @throws Refusal `too_many_values`
 */
export function inputErrors(validate: ValidateFunction, value: unknown): FieldError[] {
  refuseTooMany(value)
  const refused = validate(value) ? [] : fieldErrors(validate.errors ?? [])
  const known = new Set(refused.map(({ pointer }) => pointer))
  return [...refused, ...unstorable(value).filter(({ pointer }) => !known.has(pointer))]
}

function fieldErrors(errors: readonly ErrorObject[]): FieldError[] {
  const byPointer = new Map<string, FieldError>()
  for (const error of errors) {
    if (byPointer.size === MOST_ERRORS) break
    if (error.keyword === 'anyOf' && byPointer.has(error.instancePath)) continue
    const found = fieldError(error)
    if (!byPointer.has(found.pointer)) byPointer.set(found.pointer, found)
  }
  return [...byPointer.values()]
}

function fieldError(error: ErrorObject): FieldError {
  const member = error.params.missingProperty ?? error.params.additionalProperty
  const pointer = member ? `${error.instancePath}/${escapePointer(member)}` : error.instancePath
  const schema = error.params.missingProperty
    ? error.parentSchema?.properties?.[member]
    : error.parentSchema
  const label = schema?.title ?? labelOf(pointer)
  const sentence = SENTENCES[error.keyword]
  return {
    pointer,
    code: error.keyword,
    detail: sentence ? sentence(label, error) : `${label} ${error.message ?? 'is not valid'}.`,
  }
}

function labelOf(pointer: string): string {
  const member =
    pointer
      .split('/')
      .filter((part) => part && !/^\d+$/.test(part))
      .at(-1) ?? 'The body'
  const words = member.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** For JSON, which is taken as it is. */
export const strict = once(() => createAjv(false, NAMED_SCHEMAS))

/** For what arrives as text: forms, files, queries and paths. */
export const converting = once(() => createAjv(true, NAMED_SCHEMAS))

/** Made when it is first needed: a start does without. */
function once<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}

/**
 * Checks what a form or a file brought against the schema that the JSON route uses.
 * @returns the value with text converted to the schema's types
 * @throws Refusal `invalid_input` that names all wrong fields
 */
export function checked<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  const errors = check(schema, value)
  if (errors.length > 0) throw invalid(...errors)
  return value as Static<Schema>
}

/** Like `checked`, but answers the errors. Converts the types inside `value`. */
export function check(schema: TSchema, value: unknown): FieldError[] {
  return inputErrors(converting().compile(schema), value) // compiled once: kept by the schema object
}

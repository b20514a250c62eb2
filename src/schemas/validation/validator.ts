// Schema validation with ajv: JSON as it is; text (queries, paths, forms) with type conversion.
import { setImmediate } from 'node:timers/promises'
import type { Static, TSchema } from '@sinclair/typebox'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { type FieldError, invalid } from '../../lib/errors/refusal.ts'
import { isMoment } from '../../lib/time/timestamps.ts'
import { NAMED_SCHEMAS } from '../named.ts'
import { xText } from './clean-text.ts'
import { xNeedsOneOf } from './needed-fields.ts'
import { escapePointer, refuseTooMany, unstorable } from './storable.ts'
import { type Miswritten, miswrittenIntegers } from './whole-numbers.ts'

/**
 * @param coerceTypes convert text to the schema's types
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
    // Compiling the meta-schema takes longer than the rest of the start; a test validates the schemas instead.
    validateSchema: false,
    meta: false,
    keywords: ['x-hint', 'x-list', 'x-number', xText, xNeedsOneOf],
    schemas: named,
  })
  formats.default(ajv)
  ajv.addFormat('date-time', isMoment)
  return ajv
}

type Sentence = (label: string, error: ErrorObject) => string

const SENTENCES: Record<string, Sentence> = {
  required: (label) => `${label} is missing.`,
  additionalProperties: (_, { params, parentSchema }) =>
    `Unknown field "${params.additionalProperty}". ${allowedNames(Object.keys(parentSchema?.properties ?? {}))}`,
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
    parentSchema?.['x-hint'] ?? `${label} has the same entry twice. Remove one.`,
  maxItems: (label, { params }) => `${label} can have at most ${params.limit} entries.`,
  minProperties: (_, { parentSchema }) => parentSchema?.['x-hint'] ?? 'Give at least one field.',
  maxProperties: (label, { params, parentSchema }) =>
    parentSchema?.['x-hint'] ?? `${label} can have at most ${params.limit} fields.`,
  pattern: (label, { parentSchema }) =>
    parentSchema?.pattern === '\\S'
      ? `${label} is missing.`
      : (parentSchema?.['x-hint'] ?? `${label} has the wrong format.`),
}

const allowedNames = (names: readonly string[]) =>
  names.length > 0 ? `Allowed: ${names.join(', ')}.` : 'No fields are allowed here.'

const FORMATS: Record<string, string> = {
  email: 'e-mail address',
  date: 'day, such as 2026-12-01',
  'date-time':
    'moment with its offset, such as 2026-12-01T15:00:00Z; in an address, + is written %2B',
}

/** More than an order of a hundred items can have; a longer response helps nobody. */
const MOST_ERRORS = 400

/** All errors of an input, in sentences for people, one per field. @throws Refusal `too_many_values` */
export function inputErrors(validate: ValidateFunction, value: unknown): FieldError[] {
  refuseTooMany(value)
  const refused = validate(value) ? [] : fieldErrors(validate.errors ?? [])
  const pointers = new Set(refused.map(({ pointer }) => pointer))
  return [...refused, ...unstorable(value).filter(({ pointer }) => !pointers.has(pointer))]
}

/** The same for text input, which `validate` converts. @throws Refusal `too_many_values` */
export function textErrors(validate: ValidateFunction, value: unknown): FieldError[] {
  refuseTooMany(value)
  const miswritten = miswrittenIntegers(validate.schema as TSchema, value).map(miswrittenError)
  const otherErrors = inputErrors(validate, value)
  if (miswritten.length === 0) return otherErrors
  return [...miswritten, ...otherErrors.filter((error) => !isAmong(miswritten, error))]
}

const miswrittenError = ({ pointer, schema }: Miswritten): FieldError => ({
  pointer,
  code: 'type',
  detail: `${schema.title ?? labelOf(pointer)} must be a whole number in digits, such as 12.`,
})

const isAmong = (errors: readonly FieldError[], { pointer }: FieldError) =>
  errors.some((error) => error.pointer === pointer)

function fieldErrors(errors: readonly ErrorObject[]): FieldError[] {
  const byPointer = new Map<string, FieldError>()
  for (const error of errors) {
    if (byPointer.size === MOST_ERRORS) break
    // The error of its branch says what is missing.
    if (error.keyword === 'if') continue
    if (error.keyword === 'anyOf' && byPointer.has(error.instancePath)) continue
    const fieldProblem = fieldError(error)
    if (!byPointer.has(fieldProblem.pointer)) byPointer.set(fieldProblem.pointer, fieldProblem)
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

/** For JSON. */
export const strict = once(() => createAjv(false, NAMED_SCHEMAS))

/** For text: forms, files, queries and paths. */
export const converting = once(() => createAjv(true, NAMED_SCHEMAS))

/** Lazy, to keep the start fast. */
function once<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}

/**
 * Validates a form or a file against the schema of the JSON route.
 * @returns the value, converted to the schema's types
 * @throws Refusal `invalid_input` that names all invalid fields
 */
export function checked<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  const errors = check(schema, value)
  if (errors.length > 0) throw invalid(...errors)
  return value as Static<Schema>
}

/** Compiled once: ajv keeps the validator of a schema object. */
const compiled = (schema: TSchema) => converting().compile(schema)

/** Compiles what `check` would compile on first use, a schema in each turn of the event loop: up to 15 ms. */
export async function prepareChecks(schemas: readonly TSchema[]): Promise<void> {
  for (const prepare of [converting, ...schemas.map((schema) => () => compiled(schema))]) {
    await setImmediate()
    prepare()
  }
  await setImmediate()
}

/** Like `checked`, but returns the errors. Converts `value` in place. */
export function check(schema: TSchema, value: unknown): FieldError[] {
  return textErrors(compiled(schema), value)
}

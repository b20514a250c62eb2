// Request validators: strict for JSON bodies, with type conversion for parameters and forms.
import type { ValidatorFactory } from '@fastify/ajv-compiler'
import type { ValidateFunction } from 'ajv'
import type { FastifyRouteSchemaDef } from 'fastify/types/schema.js'
import { type FieldError, Refusal } from '../../lib/errors/refusal.ts'
import { contradictions, joinLists } from '../../schemas/validation/query-rules.ts'
import { converting, inputErrors, strict, textErrors } from '../../schemas/validation/validator.ts'

/** Compiles a schema once, however many routes have an equal one. */
function compilerOf(ajv: typeof strict) {
  const compiled = new Map<string, ValidateFunction>()
  return (schema: object): ValidateFunction => {
    const text = JSON.stringify(schema)
    const validate = compiled.get(text) ?? ajv().compile(schema)
    compiled.set(text, validate)
    return validate
  }
}

const bodyValidator = compilerOf(strict)
const textValidator = compilerOf(converting)

/** Compiled on first use, because compiling all of them takes long. */
function compile({ schema, httpPart }: FastifyRouteSchemaDef<object>) {
  const validator = httpPart === 'body' ? bodyValidator : textValidator
  let validate: ValidateFunction | undefined
  return (value: unknown) => {
    validate ??= validator(schema)
    if (httpPart !== 'querystring') return { error: refusalOf(validate, value, httpPart) }
    const query = value as Record<string, unknown>
    joinLists(schema, query)
    return { error: refusalOf(validate, value, httpPart) ?? contradiction(query) }
  }
}

/**
 * One factory for all scopes, because Fastify asks in each. Cast, since the type says that the result is called with a
 * schema: Fastify calls it with the definition of a route.
 */
export const buildValidator = (() => compile) as unknown as ValidatorFactory

function refusalOf(validate: ValidateFunction, value: unknown, part: string | undefined) {
  try {
    const errors = part === 'body' ? inputErrors(validate, value) : textErrors(validate, value)
    return errors.length === 0 ? undefined : refused(errors, part)
  } catch (error) {
    return error // a Refusal of its own: too much at once
  }
}

function contradiction(query: Record<string, unknown>): Refusal | undefined {
  const errors = contradictions(query)
  if (errors.length === 0) return undefined
  return new Refusal('invalid', 'contradicting_parameters', summaryOf(errors), { errors })
}

/** 404 for a path, 400 for a query, 422 for a body. */
function refused(errors: FieldError[], part: string | undefined): Refusal {
  if (part === 'params')
    return new Refusal('not_found', 'not_found', 'There is nothing at this address.')
  return part === 'body'
    ? new Refusal('invalid', 'invalid_input', summaryOf(errors), { errors })
    : new Refusal('unreadable', 'invalid_parameter', summaryOf(errors), { errors })
}

/** The first few in words; all of them are in `errors`. */
function summaryOf(errors: readonly FieldError[]): string {
  const shown = errors.slice(0, 10).map(({ detail }) => detail)
  const more = errors.length - shown.length
  return more > 0 ? `${shown.join(' ')} And ${more} more.` : shown.join(' ')
}

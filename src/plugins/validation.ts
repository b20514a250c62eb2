// Fastify's validators: strict for JSON bodies, converting for everything that arrives as text.
import type { ValidatorFactory } from '@fastify/ajv-compiler'
import type { ValidateFunction } from 'ajv'
import type { FastifyRouteSchemaDef } from 'fastify/types/schema.js'
import { converting, inputErrors, strict } from '../schemas/validation.ts'
import { type FieldError, Refusal } from '../services/refusal.ts'

/** Makes the validator of a part of a route: compiled when it is first needed, because all of them take long. */
function compile({ schema, httpPart }: FastifyRouteSchemaDef<object>) {
  const ajv = httpPart === 'body' ? strict : converting
  let validate: ValidateFunction | undefined
  return (value: unknown) => {
    validate ??= ajv().compile(schema)
    return { error: refusalOf(validate, value, httpPart) }
  }
}

/** Fastify asks for each scope anew; they all share one. */
export const buildValidator = (() => compile) as unknown as ValidatorFactory

function refusalOf(validate: ValidateFunction, value: unknown, part: string | undefined) {
  try {
    const errors = inputErrors(validate, value)
    return errors.length === 0 ? undefined : refused(errors, part)
  } catch (error) {
    return error // a Refusal of its own: too much at once
  }
}

/** A path is not there (404), a query cannot be understood (400), a body has wrong fields (422). */
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

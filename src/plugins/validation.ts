// Fastify's validators: strict for JSON bodies, converting for everything that arrives as text.
import type { ValidatorFactory } from '@fastify/ajv-compiler'
import type { FastifySchemaValidationError } from 'fastify'
import type { FastifyRouteSchemaDef } from 'fastify/types/schema.js'
import { createAjv, fieldErrors } from '../schemas/validation.ts'
import { Refusal } from '../services/refusal.ts'

/** Makes the validators of all routes; `named` are the schemas they may refer to. */
export const buildValidator = ((named: unknown) => {
  const shapes = Object.values(named as Record<string, object>)
  const strict = createAjv(false)
  const converting = createAjv(true)
  for (const shape of shapes) {
    strict.addSchema(shape)
    converting.addSchema(shape)
  }
  return ({ schema, httpPart }: FastifyRouteSchemaDef<object>) =>
    (httpPart === 'body' ? strict : converting).compile(schema)
}) as unknown as ValidatorFactory

/** A path is not there (404), a query cannot be understood (400), a body has wrong fields (422). */
export function refuseInput(problems: FastifySchemaValidationError[], part: string): Error {
  const errors = fieldErrors(problems as never)
  if (part === 'params')
    return new Refusal('not_found', 'not_found', 'There is nothing at this address.')
  const message = errors.map((error) => error.detail).join(' ')
  return part === 'body'
    ? new Refusal('invalid', 'invalid_input', message, { errors })
    : new Refusal('unreadable', 'invalid_parameter', message, { errors })
}

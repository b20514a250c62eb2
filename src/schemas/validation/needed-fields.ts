// Objects that need one of several fields, such as the full name or the first name of an account.
import type { SchemaValidateFunction } from 'ajv'

/**
 * An ajv keyword: `'x-needs-one-of': [['fullName', 'firstName']]`. Of each list one field is needed; without any, the
 * first one counts as missing. JSON Schema says it with `anyOf`, which linters of OpenAPI refuse and validators explain
 * badly.
 */
export const xNeedsOneOf = {
  keyword: 'x-needs-one-of',
  type: 'object' as const,
  schemaType: 'array' as const,
  errors: true,
  validate: needsOneOf,
}

function needsOneOf(...[lists, value, parentSchema]: Parameters<SchemaValidateFunction>): boolean {
  const missing = (lists as string[][]).filter(
    (names) => !names.some((name) => Object.hasOwn(value, name)),
  )
  const check: SchemaValidateFunction = needsOneOf
  check.errors = missing.map(([missingProperty]) => ({
    keyword: 'required',
    params: { missingProperty },
    parentSchema,
  }))
  return missing.length === 0
}

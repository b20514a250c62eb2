// Objects of which at least one of several fields is required, such as the full name or the first name of an account.
import type { SchemaValidateFunction } from 'ajv'

/**
 * An ajv keyword: `'x-needs-one-of': ['fullName', 'firstName']`. Without any of them, the first one counts as missing.
 * JSON Schema says it with `anyOf`, which linters of OpenAPI refuse and validators explain badly.
 */
export const xNeedsOneOf = {
  keyword: 'x-needs-one-of',
  type: 'object' as const,
  schemaType: 'array' as const,
  errors: true,
  validate: needsOneOf,
}

function needsOneOf(...[names, value, parentSchema]: Parameters<SchemaValidateFunction>): boolean {
  if (names.some((name: string) => Object.hasOwn(value, name))) return true
  const [missingProperty] = names
  const missing = { keyword: 'required', params: { missingProperty }, parentSchema }
  const check: SchemaValidateFunction = needsOneOf
  check.errors = [missing]
  return false
}

// All rules of the source tree.
import { CONTENT_RULES } from './content-rules.ts'
import { IMPORT_RULES } from './import-rules.ts'
import { PLACE_RULES } from './place-rules.ts'
import type { Rule } from './rule.ts'

export { describe } from './rule.ts'

export const RULES: readonly Rule[] = [...IMPORT_RULES, ...CONTENT_RULES, ...PLACE_RULES]

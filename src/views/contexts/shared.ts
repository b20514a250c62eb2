// Contexts of the shared templates that are sent by themselves.
import type { Toast } from './parts.ts'

export interface SharedFragments {
  'shared/_toast': { toast: Toast }
}

// Contexts of the templates for API keys.
import type { ApiKey } from '../../services/access/keys/read.ts'
import type { PermissionBoxes } from './access.ts'
import type { Empty, Page, Pager, SentForm, Tab } from './parts.ts'

export interface KeyPages {
  'access/keys/created': KeyCreatedPage
  'access/keys/edit': KeyEditPage
  'access/keys/index': KeysPage
  'access/keys/new': KeyNewPage
}

interface KeysPage extends Page {
  keys: readonly (ApiKey & { hasEnded: boolean })[]
  total: number
  isRevoked: boolean
  tabs: readonly Tab[]
  /** What is shown after the end of the list. */
  beyond: Empty | null
  pager: Pager
}

interface KeyForm extends Page, SentForm, PermissionBoxes {
  /** The limits of the key in words; empty for none. */
  limits: string
}

interface KeyNewPage extends KeyForm {
  idempotencyKey: string
}

interface KeyEditPage extends KeyForm {
  key: ApiKey
  version: string | number | undefined
}

interface KeyCreatedPage extends Page {
  id: number
  name: string
  /** The only time that it is shown. */
  key: string
}

// Contexts of the templates for the activity page.
import type { IconName } from '../helpers/icons.ts'
import type { Chip, Choice, Empty, Page, Pager } from './parts.ts'

export interface HistoryPages {
  'history/activity/index': ActivityPage
}

export interface HistoryFragments {
  'history/activity/_list': ActivityPage
}

interface ActivityPage extends Page {
  /** The filter as its form shows it. */
  values: { actor: string; entity: string; from: string; to: string }
  actors: readonly string[]
  kinds: readonly Choice[]
  chips: readonly Chip[]
  empty: Empty
  days: readonly { name: string; entries: readonly ActivityEntry[] }[]
  beyond: Empty | null
  pager: Pager
}

interface ActivityEntry {
  /** Event id, the anchor of the entry. */
  id: number
  icon: IconName
  /** Before the name of the thing: "marked". */
  verb: string
  /** After it: "ready". */
  rest: string
  thing: { name: string; href: string | null }
  by: string
  /** The author is a program with an API key, not a person of that name. */
  isByKey: boolean
  at: string
  facts: readonly Fact[]
}

export interface Fact {
  field: string
  /** Null for a fact that has only one value. */
  before: string | null
  after: string
}

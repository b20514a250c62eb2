// Parts that the contexts of many templates share: links, lists, forms and messages.
import type { IconName } from '../helpers/icons.ts'

/** What every page has: the title of the window. */
export interface Page {
  title: string
}

export interface Link {
  href: string
  label: string
}

export interface Tab extends Link {
  current: boolean
}

export interface LinkedCount {
  count: number
  href: string
}

/** A filter in use; the link removes it. */
export interface Chip extends Link {
  name: string
}

/** Links to other pages of a list, as shared/_pager shows them. */
export interface Pager {
  first: string | null
  next: string | null
}

/** What a list shows in place of its rows, as shared/_empty does. */
export interface Empty {
  icon: IconName
  title: string
  text: string
  action?: (Link & { icon?: IconName }) | null
}

export interface Choice {
  value: string
  label: string
}

/** Texts by the name of a field; without a prototype, so that a name that is missing is undefined. */
export type ByField = Readonly<Record<string, string>>

/** A form: what was typed and, after a refusal, what was wrong. */
export interface SentForm {
  values: ByField
  errors: ByField | null
  /** A refusal that belongs to no single field. */
  problem: string | null
}

export interface Toast {
  kind: 'success' | 'error'
  message: string
  /** The event that can be undone right here. */
  undo?: number | null
  /** Link to the page where the refused input can be corrected. */
  link?: Link | null
}

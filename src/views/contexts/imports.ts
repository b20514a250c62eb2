// Contexts of the templates for imports.
import type { ImportNoun } from '../../services/imports/kinds.ts'
import type { ImportReport, LineProblem } from '../../services/imports/report.ts'
import type { ImportLine, ImportRun } from '../../services/imports/runs/index.ts'
import type { StatusLabel } from '../helpers/labels/status.ts'
import type { Page, Pager, Tab } from './parts.ts'

export interface ImportsPages {
  'imports/index': ImportPage
  'imports/run': RunPage
}

export interface ImportsFragments {
  'imports/_run': RunPage
}

interface ImportPage extends Page {
  path: string
  noun: ImportNoun
  tabs: readonly Tab[]
  /** The table that was sent, to be sent again. */
  text: string
  report: ImportReport | null
  /** '12 customers': what the import creates. */
  counted: string | null
  /** What a product file adds, changes and leaves. */
  counts: readonly { label: string; text: string }[] | null
  problem: string | null
  back: { href: string; label: string }
  /** Of the catalogue; null for other kinds, and for who may not download it. */
  exportHref: string | null
  /** Address of the example file. */
  template: string
  most: { lines: number; megabytes: number }
  idempotencyKey: string
  runs: readonly RunSummary[]
}

interface RunPage extends Page {
  run: RunSummary
  importPath: string
  lines: Pager & { rows: readonly (Omit<ImportLine, 'id'> & { href: string })[] }
  problem: string | null
}

export interface RunSummary {
  id: number
  state: ImportRun['state']
  badge: StatusLabel
  href: string
  title: string
  startedBy: string
  createdAt: string
  total: number
  done: number
  percent: number
  summary: string
  news: string
  /** Lines that were there already. */
  known: number
  knownWords: string
  problems: readonly LineProblem[]
  problemCount: number
}

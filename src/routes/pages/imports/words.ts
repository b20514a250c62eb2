// Labels of import runs: noun, progress and result.

import type { ImportNoun } from '../../../services/imports/kinds.ts'
import type { CatalogueReport, Counts } from '../../../services/imports/products/report.ts'
import type { ImportRun } from '../../../services/imports/runs/index.ts'
import type { RunSummary } from '../../../views/contexts/imports.ts'
import type { Formats } from '../../../views/helpers/formats.ts'
import type { StatusLabel } from '../../../views/helpers/labels/status.ts'
import { groupOf } from '../../shared/import-groups.ts'

type Named = Pick<ImportNoun, 'name'>

export const pathOf = ({ name }: Named) =>
  name === 'customers' ? '/admin/import' : `/admin/import/${name}`

/** Of a product file each line is a variant. */
const UNITS = { customers: 'customer', orders: 'order', products: 'variant' } as const

/** '1 customer', '2,000 orders' */
export const count = (many: number, { name }: Named, { number }: Formats) =>
  `${number(many)} ${UNITS[name]}${many === 1 ? '' : 's'}`

/** ['3 products', '2 new, 1 changed, 0 unchanged'] for products and variants */
export function catalogueWords({ products, variants }: CatalogueReport, { number }: Formats) {
  const words = ({ added, changed, unchanged }: Counts) =>
    `${number(added)} new, ${number(changed)} changed, ${number(unchanged)} unchanged`
  return [
    { label: 'Products', text: words(products) },
    { label: 'Variants', text: words(variants) },
  ]
}

const STATE = {
  running: { label: 'Running', icon: 'clock', tone: 'info' },
  interrupted: { label: 'Interrupted', icon: 'triangle-alert', tone: 'warning' },
  done: { label: 'Done', icon: 'circle-check', tone: 'success' },
} as const satisfies Record<ImportRun['state'], StatusLabel>

export function runWords(run: ImportRun, fmt: Formats): RunSummary {
  const { id, state, total, done, report } = run
  const noun = { name: run.noun }
  const took = report.problemCount > 0 ? `, ${fmt.number(report.problemCount)} rejected` : ''
  const news = `${count(report.made, noun, fmt)} imported${took}`
  return {
    id,
    state,
    badge: STATE[state],
    href: `${groupOf(run.noun).page}/${id}`,
    title: `Import of ${run.fileName ?? run.noun}`,
    startedBy: run.startedBy,
    createdAt: run.createdAt,
    total,
    done,
    percent: total === 0 ? 100 : Math.floor((100 * done) / total),
    summary: state === 'done' ? news : `${fmt.number(done)} of ${count(total, noun, fmt)}`,
    news,
    known: report.known,
    knownWords: run.noun === 'products' ? 'were unchanged.' : 'were already in Hemline.',
    problems: report.problems,
    problemCount: report.problemCount,
  }
}

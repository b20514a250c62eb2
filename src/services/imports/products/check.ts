// Imports products, variants and stock from CSV: a row is a variant. It is found by its SKU, its product by the slug;
// what the file does not say stays as it is.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../../../db/database.ts'
import { yieldToEventLoop } from '../../../lib/concurrency/event-loop.ts'
import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { prepareChecks } from '../../../schemas/validation/validator.ts'
import type { Change } from '../../shared/change.ts'
import { findSettings } from '../../shop/settings/read.ts'
import type { Rows } from '../columns.ts'
import type { Importer } from '../noun.ts'
import type { Findings } from '../report.ts'
import type { ImportedUnit, Unit } from '../runs/units.ts'
import { Catalogue } from './catalogue.ts'
import { changesOf, isAddition, type Plan } from './changes.ts'
import {
  type Column,
  type Draft,
  ImportedFields,
  numberLocale,
  type Problem,
  readDraft,
} from './draft.ts'
import { type Frame, planRow, problemsOf } from './plan.ts'
import { ProductRows, repeatedIn } from './product-rows.ts'
import { simulate } from './simulate.ts'
import { carryOut } from './take.ts'

/** @returns what is new or changes; errors go to the findings @throws Refusal `stock_right_needed` */
export async function checkProducts(
  db: Reader,
  rows: Rows<Column>,
  findings: Findings,
  importer: Importer,
): Promise<Unit[]> {
  expectStockRight(rows, importer)
  if (lacksKey(rows, findings)) return []
  await prepareChecks([ImportedFields])
  const { currency, locale } = await findSettings(db)
  const drafts = await readDrafts(rows, await numberLocale(rows.rows, { currency, locale }))
  const catalogue = await Catalogue.read(db, drafts)
  const products = await ProductRows.read(catalogue, drafts)
  const units: Unit[] = []
  await setImmediate()
  const pause = yieldToEventLoop()
  for (const draft of drafts) {
    await pause()
    const frame = { currency, locale, isLast: products.isLast(draft) }
    const { plan, problems } = planInFile(catalogue, draft, frame, products)
    for (const problem of problems) findings.add({ line: draft.line, ...problem })
    if (plan) units.push(...unitOf(catalogue, draft, { plan, frame, findings }))
    if (plan && frame.isLast) findLastArchived(catalogue, draft, plan, findings)
  }
  return units
}

function planInFile(catalogue: Catalogue, draft: Draft, frame: Frame, products: ProductRows) {
  const inFile = [...products.repeated(draft), ...products.contradictions(draft)]
  if (draft.problems.length + inFile.length > 0) {
    return { plan: null, problems: [...draft.problems, ...inFile] }
  }
  const planned = planRow(catalogue, draft, frame)
  const earlier = planned.plan?.variant?.line
  return earlier === undefined
    ? planned
    : { plan: null, problems: [repeatedIn(earlier, 'This variant', 'value1')] }
}

function findLastArchived(catalogue: Catalogue, { line }: Draft, plan: Plan, findings: Findings) {
  const variants = catalogue.productBySlug(plan.slug)?.variants ?? []
  if (variants.some(({ isArchived }) => !isArchived)) return
  const detail =
    'All variants of this product would be archived. A product has at least one: write yes in productArchived instead, to archive the product.'
  findings.add({ line, column: 'archived', code: 'last_variant', detail })
}

function expectStockRight({ rows }: Rows<Column>, { permissions }: Importer): void {
  if (permissions.includes('stock.write')) return
  if (rows.every(({ values }) => values.stock === undefined)) return
  throw new Refusal(
    'forbidden',
    'stock_right_needed',
    'The file sets stock, which you may not change (the permission stock.write is missing). Nothing was imported. Remove the column stock, or ask an owner of the shop.',
    { members: { permission: 'stock.write' } },
  )
}

const KEYS = ['sku', 'slug', 'productName'] as const

function lacksKey({ has, headerLine }: Rows<Column>, findings: Findings): boolean {
  if (KEYS.some(has)) return false
  const detail =
    'The first line names none of sku, slug and productName. Add one: by it a variant is found.'
  findings.add({ line: headerLine, column: 'sku', code: 'required', detail })
  return true
}

async function readDrafts(rows: Rows<Column>, place: Parameters<typeof readDraft>[1]) {
  const drafts: Draft[] = []
  const pause = yieldToEventLoop()
  for (const row of rows.rows) {
    await pause()
    drafts.push(readDraft(row, place))
  }
  return drafts
}

interface Planned {
  plan: Plan
  frame: Frame
  findings: Findings
}

function unitOf(catalogue: Catalogue, draft: Draft, { plan, frame, findings }: Planned): Unit[] {
  const changes = changesOf(plan)
  const isNew = isAddition(plan)
  const expectedStock = plan.variant?.stock ?? null
  const newCategory = newCategoryOf(catalogue, plan)
  const product = simulate(catalogue, draft, plan)
  findings.showVariant({
    line: draft.line,
    sku: draft.fields.sku ?? plan.variant?.sku ?? null,
    productName: product.name,
    product: plan.slug,
    isNewProduct: plan.product === null,
    isNew,
    changes: isNew ? [] : changes,
    newCategory,
  })
  if (!isNew && changes.length === 0) return []
  const taken = { ...frame, expectedStock }
  return [
    {
      line: draft.line,
      reference: draft.fields.sku ?? null,
      take: (change) => takeRow(change, draft, taken),
      problemsOf: (refusal) => at(draft, problemsOf(refusal, draft, frame.locale)),
    },
  ]
}

function newCategoryOf(catalogue: Catalogue, { productChanges: { category } }: Plan) {
  const isNew = typeof category === 'string' && catalogue.categoryState(category) === 'new'
  return isNew ? category : null
}

const at = ({ line }: Draft, problems: readonly Problem[]) =>
  problems.map((problem) => ({ line, ...problem }))

/** The shop may have changed since the check: so the row is planned once more. */
async function takeRow(change: Change, draft: Draft, frame: Frame): Promise<ImportedUnit | null> {
  const catalogue = await Catalogue.read(change, [draft])
  const { plan, problems } = planRow(catalogue, draft, frame)
  if (!plan) throw refusalOf(problems)
  if (!isAddition(plan) && changesOf(plan).length === 0) return null
  return { id: await carryOut(change, draft, plan), isNewCustomer: false }
}

const refusalOf = (problems: readonly Problem[]): Refusal =>
  invalid(...problems.map(({ column, ...rest }) => ({ pointer: `/${column}`, ...rest })))

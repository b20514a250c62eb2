// Buttons of the grid of variants: make a size run, add and remove a line. Each works as a round trip.
import { foldText } from '../../../../lib/text/normalize.ts'
import { MOST_VARIANTS } from '../../../../schemas/catalogue/variants.ts'
import type { VariantRow } from '../../../../views/contexts/catalogue/products.ts'
import type { Form } from '../../forms.ts'
import { BLANK_ROW, type ProductFormState } from './fields.ts'

export interface GridChange {
  state: ProductFormState
  /** What was done, for the person who pressed the button. */
  done: string
}

/** The changed grid, or null if the form is to be saved. */
export function changedGrid(form: Form, state: ProductFormState): GridChange | null {
  if (typeof form.removeRow === 'string') return withoutRow(state, Number(form.removeRow))
  if ('addRow' in form) return withBlankRow(state)
  if ('make' in form) return withRun(state)
  return null
}

/**
 * A size run that was typed, but not made: the form was sent with Enter or by the wrong button.
 * @returns null if there is none
 */
export function unmadeRun(state: ProductFormState): GridChange | null {
  const isTyped = state.options.some(({ values }) => values !== '')
  const isUnmade = state.rows.every(({ id, values }) => !id && values.every((value) => !value))
  if (!isTyped || !isUnmade) return null
  const made = withRun(state)
  return { ...made, done: `${made.done} Check them, then save.` }
}

function withoutRow(state: ProductFormState, at: number): GridChange {
  const row = state.rows[at]
  const rows = state.rows.filter((_, index) => index !== at)
  const removed = row?.id ? [...state.removed, Number(row.id)] : state.removed
  const done = row?.id
    ? 'Line taken out. Its variant is archived when you save.'
    : 'Line taken out.'
  return { state: { ...state, rows: rows.length > 0 ? rows : [blank(state)], removed }, done }
}

const withBlankRow = (state: ProductFormState): GridChange => ({
  state: { ...state, rows: [...state.rows, blank(state)] },
  done: 'Line added.',
})

const blank = ({ options }: ProductFormState): VariantRow => ({
  ...BLANK_ROW,
  values: options.map(() => ''),
})

/** Adds a line for each combination that has none. A line without values is what the others are made of. */
function withRun(state: ProductFormState): GridChange {
  const { options, values } = state
  if (options.every((option) => option.values === '')) {
    return { state, done: 'Write the sizes or colours first, such as S, M, L, XL.' }
  }
  const isModel = (row: VariantRow) => !row.id && row.values.every((value) => !value.trim())
  const model = { ...BLANK_ROW, ...state.rows.find(isModel), sku: '', barcode: '' }
  const kept = state.rows.filter((row) => !isModel(row))
  const there = new Set(kept.map(({ values }) => keyOf(values)))
  const lists = options.map((option, at) => valuesIn(option.values, kept, at))
  const room = MOST_VARIANTS - kept.length
  const all = combinations(lists).filter((combination) => !there.has(keyOf(combination)))
  const price = values.price?.trim() || model.price
  const made = all.slice(0, room).map((combination) => ({ ...model, price, values: combination }))
  const rows = [...kept, ...made]
  return {
    state: { ...state, rows: rows.length > 0 ? rows : state.rows },
    done: madeWords(made.length, all.length),
  }
}

function madeWords(made: number, wanted: number): string {
  if (made < wanted)
    return `Only ${made} of ${wanted}: a product has ${MOST_VARIANTS} variants at most.`
  if (made === 0) return 'All of these are there already.'
  return made === 1 ? '1 variant made.' : `${made} variants made.`
}

const keyOf = (values: readonly string[]) => values.map(foldText).join('\u001f')

/** The typed values; of an option without any, those that the grid has. */
function valuesIn(typed: string, rows: readonly VariantRow[], at: number): string[] {
  const texts = typed === '' ? rows.map(({ values }) => values[at] ?? '') : typed.split(SEPARATORS)
  const known = new Map<string, string>()
  for (const text of texts.map((one) => one.trim()).filter(Boolean)) {
    if (!known.has(foldText(text))) known.set(foldText(text), text)
  }
  return [...known.values()].slice(0, MOST_VARIANTS)
}

/** Commas of several scripts, semicolons and line breaks. */
const SEPARATORS = /[,;\n،、，]/

/** At most one more than there is room for. */
function combinations(lists: readonly (readonly string[])[]): string[][] {
  let found: string[][] = [[]]
  for (const list of lists) {
    if (list.length === 0) continue
    found = found.flatMap((start) => list.map((value) => [...start, value])).slice(0, 10_000)
  }
  return found.filter((combination) => combination.length === lists.length)
}

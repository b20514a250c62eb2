// Rows of a form, such as delivery methods: read by number, and changed by buttons that send the whole form.
import type { ByField, Form } from '../../forms.ts'

/** Rows by their names, such as `exceptions.0.day`, in numeric order; what was not sent is blank. */
export function rowsIn(values: ByField, list: string, fields: readonly string[]): ByField[] {
  const numbers = Object.keys(values).flatMap((name) => {
    const [first, number = ''] = name.split('.')
    return first === list && /^\d{1,4}$/.test(number) ? [Number(number)] : []
  })
  return [...new Set(numbers)]
    .sort((one, other) => one - other)
    .map((number) =>
      Object.fromEntries(
        fields.map((field) => [field, values[`${list}.${number}.${field}`] ?? '']),
      ),
    )
}

/** The rows as values of the form, numbered from 0. */
export const rowValues = (list: string, rows: readonly ByField[]): ByField =>
  Object.fromEntries(
    rows.flatMap((row, at) =>
      Object.entries(row).map(([field, value]) => [`${list}.${at}.${field}`, value]),
    ),
  )

export interface ChangedRows {
  rows: ByField[]
  /** What was done, for the person who pressed the button. */
  done: string
  /** Number of the row that was added. */
  added: number | null
}

/** After a button that adds, removes or moves a row; null if the form is to be saved. */
export function changedRows(
  form: Form,
  rows: readonly ByField[],
  blank: ByField,
): ChangedRows | null {
  if ('addRow' in form) return { rows: [...rows, blank], done: '', added: rows.length }
  if (typeof form.removeRow === 'string') {
    const removed = Number(form.removeRow)
    return {
      rows: rows.filter((_, at) => at !== removed),
      done: 'Removed from the list. It counts when you save.',
      added: null,
    }
  }
  if (typeof form.moveUp !== 'string') return null
  return {
    rows: movedUp(rows, Number(form.moveUp)),
    done: 'Moved up. It counts when you save.',
    added: null,
  }
}

function movedUp(rows: readonly ByField[], at: number): ByField[] {
  const [above, row] = [rows[at - 1], rows[at]]
  return above && row ? [...rows.slice(0, at - 1), row, above, ...rows.slice(at + 1)] : [...rows]
}

// SQLite rows as objects of one hidden class. better-sqlite3 adds names one by one, so that V8 makes dictionaries:
// twice the cost of an array of values, and slower access.
import { requireSafeInteger } from '../values.ts'

export type RowOf = (values: readonly unknown[]) => Record<string, unknown>

interface Column {
  name: string
  /** Declared type; `null` for expressions. */
  type: string | null
}

/** Builds objects from rows that come as arrays. Declared integers and computed values beyond 2^53 are refused. */
export function rowsOf(columns: readonly Column[]): RowOf {
  const members = columns.map(({ name, type }, at) => {
    const isInteger = type === null || type === 'INTEGER'
    const quoted = JSON.stringify(name)
    return `${quoted}: ${isInteger ? `checked(values[${at}], ${quoted})` : `values[${at}]`}`
  })
  // Names come from our own statements, and are quoted.
  return new Function('checked', `return (values) => ({ ${members.join(', ')} })`)(
    requireSafeInteger,
  )
}

// Rows of SQLite as objects. better-sqlite3 fills in an object name by name, so that V8 keeps a dictionary: it costs
// twice as much as an array of values, and each later look at the row costs more, too.
import { checkedInteger } from './values.ts'

export type RowOf = (values: readonly unknown[]) => Record<string, unknown>

interface Column {
  name: string
  /** As declared; null for what an expression computes. */
  type: string | null
}

/**
 * Makes objects of rows that come as arrays, all of one shape.
 * What is declared as an integer, or computed, is refused beyond 2^53.
 */
export function rowsOf(columns: readonly Column[]): RowOf {
  const members = columns.map(({ name, type }, at) => {
    const isInteger = type === null || type === 'INTEGER'
    const quoted = JSON.stringify(name)
    return `${quoted}: ${isInteger ? `checked(values[${at}], ${quoted})` : `values[${at}]`}`
  })
  // The names come from the texts of our own statements, and are quoted.
  return new Function('checked', `return (values) => ({ ${members.join(', ')} })`)(checkedInteger)
}

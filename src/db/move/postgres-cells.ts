// PostgreSQL cells in bulk: exact numbers, JSON as its text.
import pg from 'pg'
import { OpenError } from '../errors.ts'
import type { Row } from './endpoints.ts'

const { INT8, JSON: JSON_TEXT } = pg.types.builtins

/** By default the driver makes a number a string, and JSON an object. */
export const cellsOf: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => {
    if (oid === INT8) return exact
    return oid === JSON_TEXT ? same : pg.types.getTypeParser(oid, format)
  }) as typeof pg.types.getTypeParser,
}

const same = (text: string) => text

function exact(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new OpenError(`The number ${text} cannot be carried exactly.`)
}

/** One array for each column: as parameters they make any number of rows one statement of constant text. */
export function columnsOf(rows: readonly Row[], columns: number): unknown[][] {
  return Array.from({ length: columns }, (_, at) => rows.map((row) => row[at]))
}

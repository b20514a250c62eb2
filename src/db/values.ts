// Numbers on their way in and out of SQLite, which would otherwise lose digits without a word.
import { MisuseError } from './errors.ts'
import type { Value } from './sql.ts'

const LIMIT = Number.MAX_SAFE_INTEGER

/**
 * What better-sqlite3 binds for a value. It binds every JavaScript number as REAL, so that `5 / 2` would be
 * 2.5 and json_object() would print 5.0; whole numbers therefore go in as bigint, which it binds as INTEGER.
 */
export function bindable(value: Value): Value {
  if (typeof value === 'number') return bindableNumber(value)
  if (value === null || typeof value === 'string' || typeof value === 'bigint') return value
  if (value instanceof Uint8Array) return value
  throw new MisuseError(`A value of type ${typeof value} cannot be stored; booleans are 0 and 1`)
}

function bindableNumber(value: number): number | bigint {
  if (Number.isSafeInteger(value)) return BigInt(value)
  if (!Number.isFinite(value) || Math.abs(value) > LIMIT) {
    throw new MisuseError(`The number ${value} cannot be stored without losing digits`)
  }
  return value
}

/** Refuses a row whose integers a JavaScript number cannot hold exactly. */
export function checkRange(row: Record<string, unknown>, columns: readonly string[]): void {
  for (const column of columns) checkedInteger(row[column], column)
}

/** The value of a column, unless it is an integer that a JavaScript number cannot hold exactly. */
export function checkedInteger(value: unknown, column: string): unknown {
  if (typeof value === 'number' && (value > LIMIT || value < -LIMIT)) {
    throw new MisuseError(`"${column}" holds an integer beyond 2^53, which cannot be read exactly`)
  }
  return value
}

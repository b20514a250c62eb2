// Integers in SQLite: conversions that keep all digits.
import { MisuseError } from './errors.ts'
import type { Value } from './sql.ts'

const LIMIT = Number.MAX_SAFE_INTEGER

/**
 * The value that better-sqlite3 binds. It binds every JavaScript number as REAL, so that `5 / 2` would be 2.5 and
 * json_object() would print 5.0; integers therefore go in as bigint, bound as INTEGER.
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

/** Refuses a row with integers beyond 2^53. */
export function checkRange(row: Record<string, unknown>, columns: readonly string[]): void {
  for (const column of columns) requireSafeInteger(row[column], column)
}

export function requireSafeInteger(value: unknown, column: string): unknown {
  if (typeof value === 'number' && (value > LIMIT || value < -LIMIT)) {
    throw new MisuseError(`"${column}" holds an integer beyond 2^53, which cannot be read exactly`)
  }
  return value
}

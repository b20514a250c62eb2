// PostgreSQL error codes as database errors. https://www.postgresql.org/docs/15/errcodes-appendix.html
import pg from 'pg'
import { ConstraintError, type ConstraintKind } from '../errors.ts'

const KINDS: Record<string, ConstraintKind> = {
  '23505': 'unique',
  '23503': 'foreign_key',
  '23514': 'check',
  '23502': 'not_null',
}

/** Serialization failures and deadlocks: the whole transaction can be retried. */
const CONFLICTS = new Set(['40001', '40P01'])

/** The connection or the server is lost. */
const GONE = new Set([
  ...['57P01', '57P02', '57P03', '3D000', '08000', '08001', '08003', '08004', '08006', '25P03'],
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', '53300', '53400'],
])
const GONE_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Client .*not queryable)/

const codeOf = (error: unknown) => (error as { code?: unknown } | null)?.code

export const isConflict = (error: unknown) => CONFLICTS.has(String(codeOf(error)))

export function isConnectionLost(error: unknown): boolean {
  if (GONE.has(String(codeOf(error)))) return true
  return error instanceof Error && GONE_WORDS.test(error.message)
}

/** The server is overloaded or its disk is full: a lock or a statement timed out. */
export const isBusy = (error: unknown) =>
  /^(55P03|57014|53...|58...)$/.test(String(codeOf(error))) ||
  (error instanceof Error && error.message === 'Query read timeout')

/** A violated constraint becomes a ConstraintError; any other error is returned unchanged. */
export function translateError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) || !error.code?.startsWith('23')) return error
  const kind = KINDS[error.code] ?? 'other'
  return new ConstraintError(kind, targetOf(error, kind), { cause: error })
}

/** `users.email` for UNIQUE and NOT NULL, the constraint's name for others. */
function targetOf(error: pg.DatabaseError, kind: ConstraintKind): string {
  const { table = '', column = '', constraint, detail = '', message } = error
  if (kind === 'not_null') return `${table}.${column}`
  if (kind !== 'unique') return constraint ?? message
  const columns = /^Key \((.+)\)=/.exec(detail)?.[1]
  if (columns === undefined) return constraint ?? message
  return columns
    .split(', ')
    .map((name) => `${table}.${name}`)
    .join(', ')
}

// Child process of storage-check.ts: reads every page of a SQLite file and prints the problems as JSON.
import { openReader } from '../sqlite/connection.ts'
import { storageReason } from '../sqlite/errors.ts'
import type { StorageProblem } from './storage-check.ts'

const MOST = 100

interface Broken {
  table: string
  rowid: number | null
  parent: string
}

const connection = openReader(process.argv[2] ?? '')
try {
  console.log(JSON.stringify([...found(damaged), ...found(lost)]))
} finally {
  connection.close()
}

/** A check that fails on a damaged page has found that page. */
function found(check: () => StorageProblem[]): StorageProblem[] {
  try {
    return check()
  } catch (error) {
    const reason = storageReason(error)
    if (reason === undefined) throw error
    return [{ table: 'file', id: null, detail: reason }]
  }
}

function damaged(): StorageProblem[] {
  const lines = connection.pragma(`integrity_check(${MOST})`) as { integrity_check: string }[]
  return lines
    .map(({ integrity_check: detail }) => detail)
    .filter((detail) => detail !== 'ok')
    .map((detail) => ({
      table: tableIn(detail),
      id: null,
      detail: `The file is damaged: ${detail}`,
    }))
}

/** "wrong # of entries in index orders_by_due", "CHECK constraint failed in orders": the last word is the name. */
const tableIn = (detail: string) => /(\w+)$/.exec(detail)?.[1] ?? 'file'

function lost(): StorageProblem[] {
  const rows = connection.prepare<[], Broken>(
    `SELECT * FROM pragma_foreign_key_check LIMIT ${MOST}`,
  )
  return rows.all().map(({ table, rowid, parent }) => ({
    table,
    id: rowid,
    detail: `It belongs to a row of ${parent} that is not there.`,
  }))
}

// The process of storage-check.ts: reads every page of one SQLite file and tells what is wrong with it, as JSON.
import { openReader } from './connection.ts'
import type { StorageProblem } from './storage-check.ts'

const MOST = 100

interface Broken {
  table: string
  rowid: number | null
  parent: string
}

const connection = openReader(process.argv[2] ?? '')
try {
  console.log(JSON.stringify([...damaged(), ...lost()]))
} finally {
  connection.close()
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

/** "wrong # of entries in index orders_by_due", "CHECK constraint failed in orders": the last word names it. */
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

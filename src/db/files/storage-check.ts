// Storage check by the engine itself: pages, indexes and foreign keys.
import { execFile } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Database } from '../database.ts'
import { sql } from '../sql.ts'

export interface StorageProblem {
  table: string
  /** `null` if no row can be named. */
  id: number | null
  detail: string
}

/** Damage and dangling references. Reads the whole file in a child process, so that no request waits. */
export async function checkStorage(db: Database): Promise<StorageProblem[]> {
  if (db.engine !== 'sqlite') return [] // a server keeps watch over its own files and references
  const [main] = await db.all<{ file: string }>(sql`
    SELECT file FROM pragma_database_list WHERE name = 'main'`)
  if (!main) throw new Error('The database does not say where its file is')
  return inProcess(main.file)
}

async function inProcess(file: string): Promise<StorageProblem[]> {
  // TypeScript in development, JavaScript when built.
  const script = new URL(`./storage-check-process${extname(import.meta.url)}`, import.meta.url)
  const loader = script.pathname.endsWith('.ts') ? ['--import', 'tsx'] : []
  const command = [...loader, fileURLToPath(script), file]
  const { stdout } = await promisify(execFile)(process.execPath, command)
  return JSON.parse(stdout) as StorageProblem[]
}

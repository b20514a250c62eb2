// Sample shops to measure on: made once and kept in bench/data, and copied for each run, because the work writes.
import { spawnSync } from 'node:child_process'
import { constants, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../src/db/open.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const OWNER = { email: 'owner@bench.test', password: 'tailors chalk 1 2 3' }

/** Orders of a kept shop that have photos. */
const PHOTOGRAPHED = '4'

/** A folder with a copy of the shop; `remove` takes it away again. */
export async function openShop(orders: number): Promise<{ dataDir: string; remove: () => void }> {
  const kept = join(ROOT, 'bench/data', String(orders))
  if (!existsSync(join(kept, 'complete', 'hemline.db'))) make(orders, kept)
  const complete = join(kept, 'complete')
  // Newer migrations are run once, and not in each copy.
  await (await openDatabase({ databaseUrl: null, dataDir: complete })).close()
  const dataDir = mkdtempSync(join(tmpdir(), 'hemline-bench-'))
  cpSync(complete, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}

function make(orders: number, kept: string): void {
  rmSync(kept, { recursive: true, force: true })
  const begun = mkdtempSync(join(tmpdir(), 'hemline-sample-'))
  const args = ['--orders', String(orders), '--photos', PHOTOGRAPHED]
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/sample.ts', ...args],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: {
        ...process.env,
        DATA_DIR: begun,
        ADMIN_EMAIL: OWNER.email,
        ADMIN_PASSWORD: OWNER.password,
      },
    },
  )
  if (status !== 0) throw new Error(`The sample shop of ${orders} orders could not be made`)
  // Whole or not there at all: an interrupted run leaves nothing that looks complete.
  cpSync(begun, join(kept, 'complete'), { recursive: true })
  rmSync(begun, { recursive: true, force: true })
}

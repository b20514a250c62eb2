// Large sample shop in an empty PostgreSQL database: built as a file and moved there in bulk.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { moveShop } from '../move/move.ts'
import { makeShop } from './new-shop.ts'
import type { Filled, SampleParameters } from './parameters.ts'

/** @param dataDir folder for the temporary file */
export async function makeShopOnServer(
  url: string,
  dataDir: string,
  wanted: SampleParameters,
): Promise<Filled> {
  const started = performance.now()
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(dataDir, 'sample-'))
  try {
    const file = join(folder, 'hemline.db')
    const outcome = await makeShop(file, wanted)
    const { differences } = await moveShop({
      from: `sqlite:${file}`,
      to: url,
      whileOpen: false,
      signal: new AbortController().signal,
      begin: (rows) => counted(wanted, rows),
    })
    if (differences.length > 0) throw new Error(`The shop did not arrive: ${differences[0]}`)
    return { ...outcome, seconds: (performance.now() - started) / 1000 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function counted(wanted: SampleParameters, of: number): (what: string, rows: number) => void {
  let done = 0
  return (_what, rows) => {
    done += rows
    wanted.progress('rows', done, of)
  }
}

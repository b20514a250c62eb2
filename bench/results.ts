// Result files: bench/results/<name>.json.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Budget } from './budgets.ts'
import { ROOT } from './home.ts'
import type { ShopFigures } from './measure-shop.ts'
import type { Options } from './options.ts'

export interface Results {
  /** RFC 3339: start of the run. */
  at: string
  machine: {
    cpu?: string
    cores: number
    memoryMb: number
    node: string
    /** Load averages of a minute, before and after: other load on the machine worsens every figure. */
    load: number[]
  }
  options: Omit<Options, 'server'>
  budgets: Budget[]
  /** On SQLite, smallest first. */
  shops: ShopFigures[]
  /** On PostgreSQL, if a server was given. */
  onServer: ShopFigures[]
}

/** Results of this name are kept in the repository; the tables in docs are generated from them. */
export const REFERENCE = 'reference'

export const resultsFile = (name: string) => join(ROOT, 'bench/results', `${name}.json`)

export function keepResults(results: Results): string {
  const file = resultsFile(results.options.name)
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true })
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  return file
}

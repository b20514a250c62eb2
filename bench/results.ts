// What a run leaves behind: bench/results/<name>.json.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Budget } from './budgets.ts'
import type { ShopFigures } from './measure-shop.ts'
import type { Options } from './options.ts'
import { ROOT } from './shops.ts'

export interface Results {
  /** RFC 3339: when the run began. */
  at: string
  machine: {
    cpu?: string
    cores: number
    memoryMb: number
    node: string
    /** Load averages of a minute, before and after: other work on the machine makes every figure worse. */
    load: number[]
  }
  options: Omit<Options, 'server'>
  budgets: Budget[]
  /** On SQLite, from the smallest to the largest. */
  shops: ShopFigures[]
  /** On PostgreSQL, when a server was named. */
  onServer: ShopFigures[]
}

/** The results of this name are kept with the sources, and the tables of the documents are made from them. */
export const REFERENCE = 'reference'

export const resultsFile = (name: string) => join(ROOT, 'bench/results', `${name}.json`)

export function keepResults(results: Results): string {
  const file = resultsFile(results.options.name)
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true })
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  return file
}

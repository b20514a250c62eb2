// Types of a source tree rule and its violations, with the remedy.
import type { SourceTree } from './source-tree.ts'

export interface Violation {
  file: string
  /** What the file does, as in 'imports src/db/sql.ts'. */
  does: string
}

export interface Rule {
  /** Key in lists of exceptions and samples. */
  key: string
  name: string
  remedy: string
  check: (tree: SourceTree) => Violation[]
}

export const describe = ({ name, remedy }: Rule, { file, does }: Violation): string =>
  `${file} ${does}. Rule: ${name}. Remedy: ${remedy}`

/** Folders and name of a path below `src`, as in ['services', 'orders', 'read.ts']. */
export const partsOf = (path: string): string[] => path.split('/').slice(1)

/** 'services' of 'src/services/orders/read.ts', 'app' of 'src/app.ts'; undefined outside of src. */
export const layerOf = (path: string): string | undefined =>
  path.startsWith('src/') ? partsOf(path)[0]?.replace(/\.ts$/, '') : undefined

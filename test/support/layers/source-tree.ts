// Import graph of the source files, read without compiling them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

export interface Import {
  from: string
  to: string
  /** True for type imports, which are erased. */
  isType: boolean
}

export interface SourceTree {
  /** Text by path from the project's root, with '/'. */
  files: ReadonlyMap<string, string>
  imports: readonly Import[]
}

const FOLDERS = ['src', 'test', 'public/src', 'bench', 'scripts', 'migrations']
const READ = /\.(ts|mjs|js|eta|css|sql)$/
const CODE = /\.(ts|mjs|js)$/

const FROM =
  /\b(?:import|export)\s+(type\s+)?(\{[^}]*\}|\*(?:\s+as\s+\w+)?|[\w$]+(?:\s*,\s*\{[^}]*\})?)\s+from\s+'(\.[^']+)'/g
const BARE = /\bimport\s+'(\.[^']+)'/g
/** `import('./x.ts')`; followed by `.Name` it names a type. */
const CALLED = /\bimport\(\s*'(\.[^']+)'\s*\)(\.[A-Z])?/g

export function readSourceTree(root: string): SourceTree {
  const files = new Map<string, string>()
  for (const folder of FOLDERS) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const path = posix.join(folder, entry.replaceAll('\\', '/'))
      if (READ.test(path) && existsSync(join(root, path)))
        files.set(path, readFileSync(join(root, path), 'utf8'))
    }
  }
  return treeOf(files)
}

export const treeOf = (files: ReadonlyMap<string, string>): SourceTree => ({
  files,
  imports: [...files]
    .filter(([path]) => CODE.test(path))
    .flatMap(([path, text]) => importsOf(path, text))
    .filter(({ to }) => files.has(to)),
})

function importsOf(from: string, text: string): Import[] {
  const at = (specifier: string) => posix.join(posix.dirname(from), specifier)
  const references = [
    ...[...text.matchAll(FROM)].map(([, type, names = '', specifier = '']) => ({
      to: at(specifier),
      isType: type !== undefined || namesTypesOnly(names),
    })),
    ...[...text.matchAll(BARE)].map(([, specifier = '']) => ({ to: at(specifier), isType: false })),
    ...[...text.matchAll(CALLED)].map(([, specifier = '', member]) => ({
      to: at(specifier),
      isType: member !== undefined,
    })),
  ]
  return [...new Set(references.map(({ to }) => to))].map((to) => ({
    from,
    to,
    isType: references.filter((one) => one.to === to).every(({ isType }) => isType),
  }))
}

/** `{ type A, type B }` */
const namesTypesOnly = (names: string): boolean =>
  names.startsWith('{') &&
  names
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => name.startsWith('type '))

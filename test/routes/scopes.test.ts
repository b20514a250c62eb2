// Shared route scopes: a route file in a shared scope adds no hooks, parsers or decorators, which would apply to all.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ROOT } from '../../src/lib/root.ts'

const FOLDER = join(ROOT, 'src/routes')
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)
const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8')

/** Files that `file` passes to addRoutes. */
function addedBy(file: string): string[] {
  const text = textOf(file)
  return [...text.matchAll(/addRoutes\(\w+, \[([^\]]*)\]/g)]
    .flatMap(([, names = '']) => names.match(/\w+/g) ?? [])
    .map((name) => {
      const path = new RegExp(`^import [^'\n]*\\b${name}\\b[^'\n]* from '(.+)'`, 'm').exec(
        text,
      )?.[1]
      return join(file, '..', path ?? `${name} is not imported`)
    })
}

const added = files.flatMap(addedBy)
t.ok(added.length > 50, 'the files were found')

const own =
  /\.(addHook|addContentTypeParser|decorate\w*|set\w+Handler|set\w+Compiler)\(|\baccept\w+\(/
t.strictSame(
  added.filter((file) => own.test(textOf(file))),
  [],
)

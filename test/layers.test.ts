// Layer rules: the source tree against its layers, areas and sizes, and against ARCHITECTURE.md.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { AREAS, LAYERS } from './support/layers/areas.ts'
import { describe, RULES } from './support/layers/rules.ts'
import { BROKEN, NOT_BROKEN } from './support/layers/samples.ts'
import { readSourceTree, treeOf } from './support/layers/source-tree.ts'

/** Files and folders that still break a rule. An entry that is no longer needed fails the test. */
const NOT_YET: Readonly<Record<string, readonly string[]>> = {}

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const tree = readSourceTree(root)
const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')

t.test('every file keeps the rules of the source tree', async (t) => {
  t.ok(tree.files.size > 500)
  t.ok(tree.imports.length > 2000)
  for (const rule of RULES) {
    const violations = rule.check(tree)
    const excused = NOT_YET[rule.key] ?? []
    const unexcused = violations.filter(
      ({ file }) => !excused.some((path) => file.startsWith(path)),
    )
    for (const violation of unexcused) t.fail(describe(rule, violation), { stack: '' })
    if (unexcused.length === 0) t.pass(rule.name)
    const mended = excused.filter((path) => !violations.some(({ file }) => file.startsWith(path)))
    t.same(mended, [], `what was mended is taken out of NOT_YET: ${rule.key}`)
  }
})

t.test('each rule reports an example that breaks it', async (t) => {
  for (const rule of RULES) {
    const samples = BROKEN[rule.key] ?? []
    t.ok(samples.length > 0, `${rule.key} has a sample`)
    for (const { file, files } of samples) {
      const violations = rule.check(treeOf(new Map(Object.entries(files))))
      t.same(
        violations.map((violation) => violation.file),
        [file],
        `${rule.key}: ${file}`,
      )
      for (const violation of violations)
        for (const part of [file, rule.name, rule.remedy]) t.match(describe(rule, violation), part)
    }
  }
})

t.test('no rule reports an allowed example', async (t) => {
  const allowed = treeOf(new Map(Object.entries(NOT_BROKEN)))
  for (const rule of RULES) t.same(rule.check(allowed), [], rule.key)
})

/** First and last cells of the rows of ARCHITECTURE.md's tables whose first cell begins so. */
const rowsOf = (start: RegExp): [first: string, last: string][] =>
  architecture
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells): [string, string] => [cells[1] ?? '', cells.at(-2) ?? ''])
    .filter(([first]) => start.test(first))

t.test('the tables of ARCHITECTURE.md equal the rules', async (t) => {
  const layers = rowsOf(/^`src\//).map(([first, last]) => [
    first.replace(/`(.*?)(\.ts)?`/, '$1'),
    last,
  ])
  const rules = Object.entries(LAYERS).map(([layer, { imports, types = [] }]) => [
    `src/${layer}`,
    [...imports, ...types.map((other) => `types of ${other}`)].join(', ') || 'nothing',
  ])
  t.same(layers, rules)
  const areas = rowsOf(/^`\w+`$/).map(([first]) => first.replaceAll('`', ''))
  t.same(areas, AREAS)
})

const PATH = /`((?:src|test|public|migrations|bench|scripts|docs|\.ci)\/[\w./-]+)`/g

t.test('every path named in the documents exists', async (t) => {
  for (const name of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    const text = readFileSync(join(root, name), 'utf8')
    const paths = [...text.matchAll(PATH)].map(([, path = '']) => path)
    t.ok(paths.length > 20)
    const missing = paths.filter((path) => !existsSync(join(root, path)))
    t.same(missing, [], name)
  }
})

const SEARCH = /^git ls-files '([^']+)'$/gm
const EVERYWHERE = [
  'src/services/',
  'src/routes/api/',
  'src/routes/pages/',
  'src/schemas/',
  'src/views/',
  'test/',
]

t.test('each command of ARCHITECTURE.md prints a feature in every layer', async (t) => {
  const patterns = [...architecture.matchAll(SEARCH)].map(([, pattern = '']) => pattern)
  for (const pattern of ['*orders/payments*', '*people/customers*', '*shop/settings*'])
    t.ok(patterns.includes(pattern), pattern)
  if (!existsSync(join(root, '.git')))
    return t.comment('Not a repository: the commands were not run')
  for (const pattern of patterns) {
    const printed = execFileSync('git', ['ls-files', pattern], { cwd: root, encoding: 'utf8' })
    const paths = printed.split('\n')
    const missing = EVERYWHERE.filter((folder) => !paths.some((path) => path.startsWith(folder)))
    t.same(missing, [], `git ls-files '${pattern}' prints files of every layer`)
  }
})

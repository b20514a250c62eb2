// Compiles tests and all they use in about a second, into a few programs that share them out while they run. A process
// for each file would load the same packages 150 times and never get warm: that takes longer than what is tested.
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { ROOT } from './run.mjs'

const FOLDER = '.tap/compiled'
/** Started as processes, by tests or by the program itself. Loading one as TypeScript takes up to a second. */
const STARTED = [
  'src/server.ts',
  'src/db/files/storage-check-process.ts',
  'src/services/photos/drawing/drawing-process.ts',
  'scripts/backup.ts',
  'scripts/move.ts',
  'scripts/password.ts',
  'scripts/restore.ts',
  'scripts/sample.ts',
  'scripts/verify.ts',
  'bench/main.ts',
]
/** Loads test files one after the other, and is what they import as `tap`. */
const FILES = 'test/support/files.ts'
/** Holds a file for each test that a program has taken. */
const TAKEN = join(FOLDER, 'taken')

/** The folder of everything compiled; programs are beside the parts that start them. */
export const compiledFolder = join(ROOT, FOLDER)

const compiled = (source) => join(FOLDER, `${basename(source, '.ts')}.mjs`)

/** Compiles anew, from nothing: the sources of some tests, slow ones first. Answers so many programs that run them. */
export async function compileTests(tests, count) {
  const programs = Array.from({ length: count }, (_, at) => `tests-${at + 1}`)
  rmSync(join(ROOT, FOLDER), { recursive: true, force: true })
  mkdirSync(join(ROOT, TAKEN), { recursive: true })
  await build({
    absWorkingDir: ROOT,
    entryPoints: [
      ...STARTED.map((source) => ({ in: source, out: basename(source, '.ts') })),
      ...programs.map((program) => ({ in: `tests:${program}`, out: program })),
    ],
    outbase: '.',
    outdir: FOLDER,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    plugins: [
      { name: 'one-process', setup: (build) => gather(build, tests, programs) },
      { name: 'own-place', setup: keepPlaces },
    ],
  })
  return programs.map(compiled)
}

/** How many of the tests the programs have begun with. */
export const countTaken = () => readdirSync(join(ROOT, TAKEN)).length

/**
 * A program loads tests in turn, and each of them finds in `tap` a test of its own. Half of the programs begin with the
 * quick ones, which use the processor while the others wait for browsers and processes.
 */
function gather({ onResolve, onLoad }, tests, programs) {
  onResolve({ filter: /^tests:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'tests' }))
  onLoad({ filter: /.*/, namespace: 'tests' }, ({ path }) => {
    const isSlowFirst = programs.indexOf(path) < programs.length / 2
    const files = isSlowFirst ? tests : tests.toReversed()
    const loads = files.map((file) => `'${file}': () => import('./${file}'),`).join('\n')
    const contents = `import { inTurn } from './${FILES}'\nawait inTurn({ ${loads} }, '${TAKEN}')`
    return { contents, resolveDir: ROOT }
  })
  onResolve({ filter: /^tap$/ }, ({ importer }) =>
    importer.endsWith('.test.ts') ? { path: join(ROOT, FILES) } : undefined,
  )
}

/**
 * A source goes on to know itself by its own place, next to the files that it reads. Not one that starts a program of
 * its own kind beside itself, .ts or .js: that is compiled too.
 */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8')
    if (text.includes('extname(import.meta.url)')) return { contents: text, loader: 'ts' }
    const place = JSON.stringify(pathToFileURL(path).href)
    return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' }
  })
}

// Compiles tests and all they use in about a second, into one program for each folder of them. A process for each file
// would load the same packages 150 times and never get warm: that takes longer than what is tested.
import { rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { ROOT } from './run.mjs'

const FOLDER = '.tap/compiled'
/** Started as a process by tests. */
const PROGRAMS = ['src/server.ts']
/** Loads test files one after the other, and is what they import as `tap`. */
const FILES = 'test/files.ts'

/** Where a source is when it is compiled. */
export const compiled = (source) => join(FOLDER, `${source.replace(/\.ts$/, '')}.mjs`)

/** Compiles anew, from nothing: the sources of some tests. Answers the programs that run them. */
export async function compileTests(tests) {
  const folders = [...new Set(tests.map(dirname))]
  rmSync(join(ROOT, FOLDER), { recursive: true, force: true })
  await build({
    absWorkingDir: ROOT,
    entryPoints: [
      ...PROGRAMS,
      ...folders.map((folder) => ({ in: `tests:${folder}`, out: folder })),
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
      { name: 'one-process', setup: (build) => gather(build, tests) },
      { name: 'own-place', setup: keepPlaces },
    ],
  })
  return folders.map(compiled)
}

/** The program of a folder loads its tests in turn, and each of them finds in `tap` a test of its own. */
function gather({ onResolve, onLoad }, tests) {
  onResolve({ filter: /^tests:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'tests' }))
  onLoad({ filter: /.*/, namespace: 'tests' }, ({ path }) => {
    const files = tests.filter((test) => dirname(test) === path)
    const loads = files.map((file) => `'${file}': () => import('./${file}'),`)
    const contents = `import { inTurn } from './${FILES}'\nawait inTurn({ ${loads.join('\n')} })`
    return { contents, resolveDir: ROOT }
  })
  onResolve({ filter: /^tap$/ }, ({ importer }) =>
    importer.endsWith('.test.ts') ? { path: join(ROOT, FILES) } : undefined,
  )
}

/** A source goes on to know itself by its own place, next to the files that it reads. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8')
    const place = JSON.stringify(pathToFileURL(path).href)
    return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' }
  })
}

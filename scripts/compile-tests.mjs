// Compiles the tests and all they use in about a second. Reading every source through a loader, for each test file anew,
// would take longer than what is tested.
import { readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { ROOT } from './run.mjs'

const FOLDER = '.tap/compiled'
/** Started as a process by tests. */
const PROGRAMS = ['src/server.ts']

/** Where a source is when it is compiled. */
export const compiled = (source) => join(FOLDER, source.replace(/\.ts$/, '.mjs'))

/** Compiles anew, from nothing. Answers the sources of all tests. */
export async function compileTests() {
  const tests = readdirSync(join(ROOT, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name))
  rmSync(join(ROOT, FOLDER), { recursive: true, force: true })
  await build({
    absWorkingDir: ROOT,
    entryPoints: [...PROGRAMS, ...tests],
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
    plugins: [{ name: 'own-place', setup: keepPlaces }],
  })
  return tests
}

/** A source goes on to know itself by its own place, next to the files that it reads. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8')
    const place = JSON.stringify(pathToFileURL(path).href)
    return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' }
  })
}

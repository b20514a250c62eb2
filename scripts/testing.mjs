// Runs tests with tap: those that are named, or all of them, in a few programs side by side.
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { compiledFolder, compileTests, countTaken } from './compile-tests.mjs'
import { failedFiles, failures } from './failures.mjs'
import { inMemory } from './memory-folder.mjs'
import { ROOT, tool } from './run.mjs'
import { isQuick, slowFirst } from './test-kinds.mjs'

/** More than there are processors: a test with a browser or a process waits half of its time. Each has databases of its own. */
const PROGRAMS = Math.min(availableParallelism() + 2, 6)

/** All that tap printed. */
const OUTPUT = '.tap/output.tap'

/** With CI set, so few files that fail are run once more. */
const FEW = 3

/** Answers tap's exit code. `args` are sources of tests, options of tap, and --quick. */
export async function runTests(args) {
  const code = await runOnce(args)
  return code !== 0 && process.env.CI ? runAgain() : code
}

/**
 * Runs a few failed files once more, by themselves: a test that meets its time limit on a busy machine must not cost the
 * whole gate, and what is wrong fails again. The log names the files.
 */
async function runAgain() {
  const found = failures(join(ROOT, OUTPUT))
  const files = failedFiles(found)
  if (!files || files.length === 0 || files.length > FEW) return 1
  const names = files.join(', ')
  console.error(`\n=== Running once more what failed: ${names}\n`)
  const code = await runOnce(files)
  if (code === 0) console.error(`\n=== PASSED ONLY THE SECOND TIME: ${names}\n`)
  console.error(`The first time:\n\n${found.join('\n\n')}\n`)
  return code
}

async function runOnce(args) {
  const named = args.filter((arg) => !arg.startsWith('-'))
  const options = args.filter((arg) => arg.startsWith('-') && arg !== '--quick')
  const chosen = allTests().filter(
    (test) =>
      (named.length === 0 || named.some((name) => isIn(test, name))) &&
      (!args.includes('--quick') || isQuick(test)),
  )
  if (chosen.length === 0) throw new Error(`There is no such test: ${args.join(' ')}`)
  const programs = await compileTests(slowFirst(chosen), Math.min(PROGRAMS, chosen.length))
  process.env.TEST_PROGRAMS = compiledFolder
  const output = `--output-file=${OUTPUT}`
  const run = () => tool('tap', `--jobs=${programs.length}`, output, ...options, ...programs)
  const code = inMemory(run)
  if (code !== 0) printFailures()
  const left = chosen.length - countTaken()
  if (code !== 0 || left === 0) return code
  console.error(`${left} of ${chosen.length} tests were never begun.`)
  return 1
}

function printFailures() {
  const found = failures(join(ROOT, OUTPUT))
  if (found.length > 0) console.error(`\nFailed (${found.length}):\n\n${found.join('\n\n')}\n`)
}

const allTests = () =>
  readdirSync(join(ROOT, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    // As they are imported, also on Windows.
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .sort()

/** `name` is a test or a folder of tests. */
const isIn = (test, name) => test === name || test.startsWith(`${name.replace(/\/$/, '')}/`)

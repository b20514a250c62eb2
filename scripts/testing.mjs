// Runs tests with tap: those that are named, or all of them.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compiled, compileTests } from './compile-tests.mjs'
import { ROOT, tool } from './run.mjs'

/** Answers tap's exit code. `args` are sources of tests and options of tap. */
export async function runTests(args) {
  const all = allTests()
  const named = args.filter((arg) => !arg.startsWith('-'))
  const options = args.filter((arg) => arg.startsWith('-'))
  const chosen =
    named.length > 0 ? all.filter((test) => named.some((name) => isIn(test, name))) : all
  if (chosen.length === 0) throw new Error(`There is no test at ${named.join(', ')}.`)
  process.env.TEST_SERVER = compiled('src/server.ts')
  return tool('tap', ...options, ...(await compileTests(chosen)))
}

const allTests = () =>
  readdirSync(join(ROOT, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    // As they are imported, also on Windows.
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .sort()

/** `name` is a test or a folder of tests. */
const isIn = (test, name) => test === name || test.startsWith(`${name.replace(/\/$/, '')}/`)

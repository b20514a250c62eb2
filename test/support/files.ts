// Test runner: several test files in one process, one after the other, each as a subtest; what they import as `tap` is
// that subtest. A file that is started alone imports tap itself.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tap, { type Test } from 'tap'

/** Timeout of one file, in milliseconds. */
const TIMEOUT = 420_000

let current: Test | undefined

export { current as default }

class Skipped extends Error {}

/**
 * Loads files in order of their names, each after the tests of the previous one.
 * @param taken the folder in which parallel processes note the files they have claimed, so that each runs once
 */
export async function inTurn(
  files: Record<string, () => Promise<unknown>>,
  taken: string,
): Promise<void> {
  // For unhandled rejections.
  process.on('uncaughtException', (error) => (current ?? tap).threw(error))
  for (const [name, load] of Object.entries(files)) {
    if (!take(join(taken, name.replaceAll('/', ' ')))) continue
    // From now on: otherwise the first of many files would leave no time to the last.
    tap.setTimeout(TIMEOUT)
    await tap.test(name, async (t) => {
      current = t
      try {
        await load()
      } catch (error) {
        if (!(error instanceof Skipped)) throw error
        t.plan(0, error.message)
      }
    })
  }
}

/** True if no other process has claimed it. */
function take(file: string): boolean {
  try {
    writeFileSync(file, '', { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Skips the test file that is being loaded. Call it before its first test. */
export function skipFile(reason: string): never {
  if (current) throw new Skipped(reason)
  console.log(`TAP version 14\n1..0 # SKIP ${reason}`)
  process.exit(0)
}

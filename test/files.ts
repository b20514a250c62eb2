// Test files that share a process, one after the other: each is a test of the process, and what it imports as `tap` is
// that test. A file that is started alone imports tap itself.
import tap, { type Test } from 'tap'

/** The most that one file may take, in milliseconds. */
const TIMEOUT = 240_000

let current: Test | undefined

export { current as default }

class Skipped extends Error {}

/** Loads the files in their order, by name; each when all tests of the one before it are over. */
export async function inTurn(files: Record<string, () => Promise<unknown>>): Promise<void> {
  for (const [name, load] of Object.entries(files)) {
    // Counted from now: else the first of many would leave no time to the last.
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

/** Ends the test file that is being loaded as skipped. Call it before its first test. */
export function skipFile(reason: string): never {
  if (current) throw new Skipped(reason)
  console.log(`TAP version 14\n1..0 # SKIP ${reason}`)
  process.exit(0)
}

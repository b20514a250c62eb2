// Programs that tests start as processes: compiled together with the tests, unless a test was started alone.
import { basename, join } from 'node:path'
import { ROOT } from '../../../src/lib/root.ts'

/** The folder of compiled programs. */
const { TEST_PROGRAMS } = process.env

/**
 * Arguments of Node that start a program.
 * @param source its file, one of those listed in scripts/compile-tests.mjs
 */
export const programOf = (source: string): string[] =>
  TEST_PROGRAMS
    ? [join(TEST_PROGRAMS, `${basename(source, '.ts')}.mjs`)]
    : ['--import', 'tsx', join(ROOT, source)]

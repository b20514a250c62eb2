// Which tests are slow, by what they import themselves or through a helper: so a new test is of the right kind by itself,
// in whichever folder it stands. A whole run starts with the slow ones; `npm test -- --quick` leaves them out.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './run.mjs'

/** The slowest first: a test is of the first kind that fits. */
const SLOW = [
  { kind: 'every page in a browser', imports: /from '\S+\/browser\/looked-at\.ts'/ },
  { kind: 'browser', imports: /from 'playwright-core'/ },
  { kind: 'processes', imports: /from 'node:child_process'/ },
  { kind: 'fuzz', path: /fuzz/ },
]

/** Slow tests first, and long ones before short ones: whoever is last has little left to do. */
export function slowFirst(tests) {
  const weights = new Map(
    tests.map((test) => [test, [rankOf(test), -statSync(join(ROOT, test)).size]]),
  )
  return [...tests].sort((a, b) => {
    const [[rankA, sizeA], [rankB, sizeB]] = [weights.get(a), weights.get(b)]
    return rankA - rankB || sizeA - sizeB
  })
}

export const isQuick = (test) => rankOf(test) === SLOW.length

function rankOf(test) {
  const text = textWithHelpers(test)
  const rank = SLOW.findIndex(({ imports, path }) => imports?.test(text) || path?.test(test))
  return rank === -1 ? SLOW.length : rank
}

/** A test and the helpers that it imports from the same tree, not the program that is tested. */
function textWithHelpers(file, seen = new Set()) {
  if (seen.has(file) || !file.startsWith('test/') || !existsSync(join(ROOT, file))) return ''
  seen.add(file)
  const text = readFileSync(join(ROOT, file), 'utf8')
  const helpers = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path]) =>
    join(dirname(file), path).replaceAll('\\', '/'),
  )
  return text + helpers.map((helper) => textWithHelpers(helper, seen)).join('')
}

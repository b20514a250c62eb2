// Failed checks of a test run, read from the TAP output. They are printed again below its seventeen thousand lines,
// where a person looks, and where a log that keeps only its end still has them.
import { existsSync, readFileSync } from 'node:fs'

const DIAGNOSTIC_LINES = 40

/**
 * One text for each failed check: the names of its file and its tests, and the diagnostics. A test that failed without
 * a failed check, such as by its time limit, counts as a check.
 * @param file TAP version 14
 */
export function failures(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const names = []
  const hasFailedInside = []
  const found = []
  lines.forEach((line, at) => {
    const match = /^((?: {4})*)(?:# Subtest: (.*)|not ok \d+(?: - )?(.*))/.exec(line)
    if (!match) return
    const [, indent, subtest, failed] = match
    const depth = indent.length / 4
    if (subtest !== undefined) {
      names[depth] = subtest
      hasFailedInside[depth] = false
      return
    }
    if (!hasFailedInside[depth]) {
      const name = failed.replace(/ # time=.*/, '')
      found.push([...names.slice(0, depth), name].join(' > ') + diagnostics(lines, at))
    }
    hasFailedInside.fill(true, 0, depth)
    hasFailedInside[depth] = false
  })
  return found
}

/** The test files that failed checks name; undefined if one of the failures is of no single file. */
export function failedFiles(found) {
  const files = found.map((text) => / > (test\/\S+\.test\.ts)(?= > |\n|$)/.exec(text)?.[1])
  return files.includes(undefined) ? undefined : [...new Set(files)]
}

/** The YAML block below a line. */
function diagnostics(lines, at) {
  if (!/^ *---$/.test(lines[at + 1] ?? '')) return ''
  const end = lines.findIndex((line, index) => index > at && /^ *\.\.\.$/.test(line))
  const margin = lines[at + 1].indexOf('---')
  return lines
    .slice(at + 2, Math.min(end, at + 2 + DIAGNOSTIC_LINES))
    .map((line) => `\n    ${line.slice(margin)}`)
    .join('')
}

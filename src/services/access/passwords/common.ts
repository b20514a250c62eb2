// Common passwords: those that others try first, with their usual variants (NIST SP 800-63B-4, section 3.1.1.2).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../lib/root.ts'
import { foldText } from '../../../lib/text/normalize.ts'

const FILE = join(ROOT, 'src/services/access/passwords/common.txt')

let listed: ReadonlySet<string> | undefined

/** Read at the first password that is set: most starts need none. */
function commonPasswords(): ReadonlySet<string> {
  listed ??= new Set(
    readFileSync(FILE, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  )
  return listed
}

/** Shorter words are no base: "anna2024" may stay. */
const SHORTEST_BASE = 5
/** A year, and marks around it. */
const TAIL = /[^\p{L}]{1,6}$/u

const CALENDAR = new Set(
  (
    'january february march april june july august september october november december ' +
    'monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter'
  ).split(' '),
)

/** True for a listed password, also in other case, with digits behind it or in place of letters, and for patterns. */
export function isCommonPassword(password: string): boolean {
  const folded = foldText(password)
  const joined = folded.replaceAll(' ', '')
  if (isPattern(joined)) return true
  return variantsOf(joined).some((variant) => isBase(variant) || isPattern(variant))
}

const isBase = (text: string) =>
  text.length >= SHORTEST_BASE && (commonPasswords().has(text) || CALENDAR.has(text))

/** The text, and without what stands behind it; each also with letters in place of look-alikes. */
const variantsOf = (text: string): string[] =>
  [text, text.replace(TAIL, '')].flatMap((one) => [one, ...plainLetters(one)])

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ...{ 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't' },
  ...{ '@': 'a', $: 's', '!': 'i' },
}

/** "p4ssw0rd1" -> "passwordi", "passwordl" */
const plainLetters = (text: string): string[] =>
  ['i', 'l'].map((one) =>
    [...text].map((letter) => (letter === '1' ? one : (LOOK_ALIKES[letter] ?? letter))).join(''),
  )

/** Rows of keyboards, and the order of letters and digits. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
].flatMap((row) => [row, [...row].reverse().join('')])
const SHORTEST_WALK = 3

/** A short part again and again, or nothing but walks along rows. */
function isPattern(text: string): boolean {
  if (text.length < SHORTEST_BASE) return false
  return /^(.{1,4})\1+.?$/u.test(text) || isWalk(text)
}

function isWalk(text: string): boolean {
  let rest = text
  while (rest !== '') {
    const walk = longestWalk(rest)
    if (walk < SHORTEST_WALK) return false
    rest = rest.slice(walk)
  }
  return true
}

function longestWalk(text: string): number {
  let length = text.length
  while (length >= SHORTEST_WALK && !ROWS.some((row) => row.includes(text.slice(0, length)))) {
    length -= 1
  }
  return length
}

/** True for a name alone, or one of its words with digits behind it: "Rosa Lindqvist", "lindqvist7". */
export function isNameAlone(password: string, names: readonly string[]): boolean {
  const variants = variantsOf(lettersOf(password)).map(lettersOf)
  return names.some((name) => {
    const words = foldText(name).split(/[^\p{L}\p{N}]+/u)
    const known = [lettersOf(name), ...words].filter((word) => word.length >= SHORTEST_BASE)
    return known.some((word) => variants.includes(word))
  })
}

const lettersOf = (text: string) => foldText(text).replace(/[^\p{L}\p{N}]/gu, '')

// Packages of the lockfile: each supports the oldest promised Node version, so that installing warns of nothing, and
// platform-specific ones are listed for all platforms.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

interface Package {
  version?: string
  engines?: { node?: string }
  optionalDependencies?: Record<string, string>
}

const read = (name: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8'))
const packages: Record<string, Package> = read('package-lock.json').packages
const oldest = numbersOf(read('package.json').engines.node)

function numbersOf(text: string): [major: number, minor: number] {
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(text) ?? []
  return [Number(major ?? 0), Number(minor ?? 0)]
}

/** Version ranges in packages: `>=18`, `^18.17 || ^20.3 || >=21`, `20 || >=22`, `>= 14.0.0 < 23`. */
function takesOldest(range: string): boolean {
  const [major, minor] = oldest
  return range.split('||').some((part) => {
    const from = numbersOf(part)
    const isLater = from[0] > major || (from[0] === major && from[1] > minor)
    const isOpen = /^\s*(>|\*|$)/.test(part)
    const [, end] = /<\s*(\d+)/.exec(part) ?? []
    return !isLater && (isOpen || from[0] === major) && (end === undefined || Number(end) > major)
  })
}

t.test('every package supports the oldest supported Node', async (t) => {
  t.same(oldest, [20, 20])
  const ranges: [range: string, takes: boolean][] = [
    ['>=18', true],
    ['>=22', false],
    ['^18.17 || ^20.3 || >=21', true],
    ['^18 || >=22', false],
    ['20 || >=22', true],
    ['>=20.21', false],
    ['>= 14.0.0 < 20', false],
  ]
  for (const [range, takes] of ranges) t.equal(takesOldest(range), takes, range)
  const tooNew = Object.entries(packages)
    .filter(([, { engines }]) => engines?.node && !takesOldest(engines.node))
    .map(([path, { version, engines }]) => `${path} ${version} wants ${engines?.node}`)
  t.same(tooNew, [])
})

t.test('platform-specific packages are in the lockfile for all platforms', async (t) => {
  const listed = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  )
  t.ok(listed.length > 50)
  const missing = listed.filter(
    (name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)),
  )
  t.same(missing, [])
})

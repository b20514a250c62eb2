// Dependency check before `npm start` and `npm test`: installs only when something is missing.
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'

const module = new URL('../../scripts/ensure.mjs', import.meta.url).href
const { isInstalled }: { isInstalled: (root: string) => boolean } = await import(module)

const lock = (packages: Record<string, { version?: string; optional?: boolean }>) =>
  JSON.stringify({ packages })
const LOCKED = {
  '': {},
  'node_modules/thread': { version: '2.0.0' },
  'node_modules/thread-for-windows': { version: '2.0.0', optional: true },
}

/** A project whose lockfile has `thread` 2.0.0, with npm's record of the installed packages. */
function project(t: Test, installed?: Record<string, { version: string }>): string {
  const list: Record<string, string> = installed ? { '.package-lock.json': lock(installed) } : {}
  return t.testdir({ 'package-lock.json': lock(LOCKED), node_modules: list })
}

/** Writes the stamp with the lockfile's digest, for a Node version. */
async function stampFor(root: string, runtime: string): Promise<void> {
  const { createHash } = await import('node:crypto')
  const digest = createHash('sha256').update(lock(LOCKED)).digest('hex')
  writeFileSync(join(root, 'node_modules/.hemline-lock'), `${digest} ${runtime}\n`)
}
const THIS = `${process.platform}-${process.arch} ${process.versions.modules}`

t.test('in a fresh clone the dependencies are missing', async (t) => {
  t.equal(isInstalled(t.testdir({ 'package-lock.json': lock(LOCKED) })), false)
  t.equal(isInstalled(project(t)), false)
})

t.test(
  'packages installed by hand are accepted if their versions equal the lockfile',
  async (t) => {
    t.equal(isInstalled(project(t, { 'node_modules/thread': { version: '2.0.0' } })), true)
    t.equal(isInstalled(project(t, { 'node_modules/thread': { version: '1.9.0' } })), false)
    t.equal(isInstalled(project(t, {})), false)
  },
)

t.test('the stamp is sufficient, for its Node version only', async (t) => {
  const root = project(t)
  await stampFor(root, THIS)
  t.equal(isInstalled(root), true)
  await stampFor(root, `${process.platform}-${process.arch} 1`)
  t.equal(isInstalled(root), false, 'native modules of another Node do not load')
})

t.test('a changed lockfile requires an install', async (t) => {
  const root = project(t)
  await stampFor(root, THIS)
  writeFileSync(
    join(root, 'package-lock.json'),
    lock({ 'node_modules/lace': { version: '1.0.0' } }),
  )
  t.equal(isInstalled(root), false)
  rmSync(join(root, 'node_modules'), { recursive: true })
  t.equal(isInstalled(root), false)
})

t.test('a Node that is too old is refused in one line', async (t) => {
  const start = (version: string) =>
    spawnSync(process.execPath, [
      '--input-type=module',
      '-e',
      `Object.defineProperty(process.versions, 'node', { value: '${version}' })
       const { ensureNode } = await import('${module}')
       ensureNode()`,
    ])
  const { status, stderr } = start('20.19.9')
  t.equal(status, 1)
  t.equal(
    String(stderr).trim(),
    'Hemline needs Node 20.20 or later, this is 20.19.9: https://nodejs.org',
  )
  for (const version of ['20.20.0', '22.1.0', '26.0.0']) t.equal(start(version).status, 0, version)
})

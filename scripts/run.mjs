// Runs a tool of node_modules, or npm, the same way on every system. No dependencies: nothing may be installed.
import { spawnSync } from 'node:child_process'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The tools by the files that npm would link to; so no `.cmd` and no shell is needed on Windows. */
const TOOLS = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tap: 'node_modules/tap/dist/esm/run.mjs',
  tsc: 'node_modules/typescript/bin/tsc',
}

/** Runs a tool in the project's folder and answers its exit code. */
export function tool(name, ...args) {
  return spawn(process.execPath, [join(ROOT, TOOLS[name]), ...args])
}

/** Runs a script of the project, in TypeScript or JavaScript, and answers its exit code. */
export function script(file, ...args) {
  return spawn(process.execPath, ['--import', 'tsx', join(ROOT, file), ...args])
}

/** Runs npm: the one that started us when there is one. */
export function npm(...args) {
  const started = process.env.npm_execpath
  if (started && basename(started) === 'npm-cli.js')
    return spawn(process.execPath, [started, ...args])
  const windows = process.platform === 'win32' // npm.cmd starts only through a shell
  return spawn(windows ? 'npm.cmd' : 'npm', args, { shell: windows })
}

/** Says what comes next and stops the program with its exit code when it fails. */
export function step(title, run) {
  console.log(`\n> ${title}`)
  const code = run()
  if (code === 0) return
  console.error(`\nFailed: ${title}`)
  process.exit(code)
}

function spawn(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options })
  if (error) console.error(`${command} cannot be started: ${error.message}`)
  return status ?? 1
}

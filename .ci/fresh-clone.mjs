// What a new user does: clones HEAD, types `npm start`, opens the page; then stops it and gets a clean exit.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'hemline-'))
const clone = join(folder, 'hemline')
const INSTALL_MS = 600_000
const STOP_MS = 15_000

try {
  await run()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function run() {
  cloneHead()
  const port = await freePort()
  const { npm, ended, log } = start(port)
  try {
    await answers(`http://127.0.0.1:${port}/healthz`, ended)
    await showsSetup(log())
    process.kill(Number(found(log(), /"pid":(\d+)/)), 'SIGTERM') // npm would answer it with the signal
    await endsWell(ended)
  } finally {
    endGroup(npm)
  }
}

function cloneHead() {
  const { status } = spawnSync('git', ['clone', '--quiet', '--local', root, clone], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('git clone failed')
}

/** A port that was free a moment ago: `npm start` is told a number, as a user would. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Starts it in a process group of its own, so that nothing of it is left however this ends. */
function start(port) {
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
  }
  for (const name of Object.keys(env)) if (name.startsWith('npm_')) delete env[name]
  const npm = spawn('npm', ['start'], {
    cwd: clone,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  let log = ''
  npm.stdout.on('data', (text) => {
    process.stdout.write(text)
    log += text
  })
  const ended = new Promise((resolve) => {
    npm.on('exit', (code, signal) => resolve(signal ?? code))
  })
  return { npm, ended, log: () => log }
}

function found(log, pattern) {
  const what = pattern.exec(log)?.[1]
  if (what === undefined) throw new Error(`The log should have ${pattern}`)
  return what
}

function endGroup(npm) {
  try {
    process.kill(-npm.pid, 'SIGKILL')
  } catch {
    // Nothing is left of it, as it should be.
  }
}

async function answers(url, ended) {
  const until = Date.now() + INSTALL_MS
  while (Date.now() < until) {
    const early = await Promise.race([ended, sleep(250, 'running')])
    if (early !== 'running') throw new Error(`npm start ended early with ${early}`)
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0, // not listening yet
    )
    if (status === 200) return console.log(`${url} answers 200`)
  }
  throw new Error(`${url} did not answer 200 within ${INSTALL_MS / 60_000} minutes`)
}

/** Opens the link that the log gives to who starts a shop. */
async function showsSetup(log) {
  const answer = await fetch(found(log, /(http:\/\/\S+\/setup\?token=[\w-]+)/))
  const page = await answer.text()
  const good = answer.status === 200 && page.includes('<form')
  if (!good) throw new Error(`The set-up link answers ${answer.status}, without the form`)
  console.log('The set-up link of the log shows its form')
}

async function endsWell(ended) {
  const how = await Promise.race([ended, sleep(STOP_MS, 'still running', { ref: false })])
  if (how !== 0) throw new Error(`npm start should end with 0 when it is stopped, but: ${how}`)
  console.log('It stopped with exit code 0')
}

// Supervisor of `npm start`: restarts the server however it ended, and logs why.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Node options of `npm start`. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const FLAGS: string[] = scripts.start.split(' ').filter((part: string) => part.startsWith('--'))

interface Line {
  pid: number
  msg: string
  [fact: string]: unknown
}

interface Started {
  /** The `npm start` process. */
  child: ChildProcess
  log: Line[]
  /** Waits until so many lines with these words were logged. */
  line(words: string, count?: number): Promise<Line>
  ended: Promise<number | null>
  said(): string
}

/** Starts the shop as npm does; `wrap` is a command in between. */
function start(t: Test, env: NodeJS.ProcessEnv = {}, wrap: string[] = []): Started {
  const folder = t.testdir({ 'faults.mjs': FAULTS })
  const program = [...FLAGS, join(root, 'scripts/start.mjs')]
  const [command = '', ...args] = [...wrap, process.execPath, ...program]
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), HOST: '127.0.0.1' },
      ...{ PORT: '0', LOG_LEVEL: 'info', NODE_OPTIONS: `--import=${join(folder, 'faults.mjs')}` },
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const group = child.pid ?? 0
  t.teardown(() => {
    try {
      process.kill(-group, 'SIGKILL')
    } catch {
      // The process has already exited.
    }
  })
  const log: Line[] = []
  let said = ''
  let rest = ''
  child.stdout.on('data', (text) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('{')) log.push(JSON.parse(line))
  })
  child.stderr.on('data', (text) => (said += text))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const line = async (words: string, count = 1): Promise<Line> => {
    for (;;) {
      const entry = log.filter(({ msg }) => msg.includes(words))[count - 1]
      if (entry) return entry
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${said}`)
      await pause(10)
    }
  }
  return { child, log, line, ended, said: () => said }
}

const LISTENING = 'Server listening at'
const AGAIN = 'another one is started'
const urlOf = ({ msg }: Line) => msg.replace(/.* at /, '')

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const gone = async (pid: number) => {
  while (isAlive(pid)) await pause(10)
}

/** Private memory of a process, in megabytes. */
function privateMegabytes(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const sizes = [...text.matchAll(/^Private_\w+: +(\d+) kB$/gm)]
  return sizes.reduce((sum, [, size]) => sum + Number(size), 0) / 1024
}

/** Uncaught errors, triggered by signals. */
const FAULTS = `
process.on('SIGUSR1', () => { throw new Error('a torn seam') })
process.on('SIGPIPE', () => { Promise.reject(new Error('a dropped stitch')) })`

t.test('the supervisor process is small', async (t) => {
  if (process.platform !== 'linux') return t.pass('only Linux says so')
  // Without the test runner's hooks, which are loaded into each process.
  const shop = start(t, {}, ['env', '-u', 'NODE_OPTIONS'])
  await shop.line(LISTENING)
  const megabytes = privateMegabytes(Number(shop.child.pid))
  t.ok(megabytes < 15, `npm start has ${megabytes.toFixed(1)} MB for itself`)
})

t.test('the server is restarted however it ended', async (t) => {
  const shop = start(t)
  const first = await shop.line(LISTENING)
  t.not(first.pid, shop.child.pid, 'npm start is not the server')

  process.kill(first.pid, 'SIGKILL')
  const killed = await shop.line(AGAIN)
  t.match(killed, { level: 60, code: null, signal: 'SIGKILL', pause: 100 })
  const second = await shop.line(LISTENING, 2)
  t.equal(urlOf(second), urlOf(first), 'at the same address')

  process.kill(second.pid, 'SIGPIPE')
  t.match(await shop.line('fault outside of any request'), { err: { message: 'a dropped stitch' } })
  t.equal(
    (await fetch(`${urlOf(first)}/healthz`)).status,
    200,
    'a promise that failed ends nothing',
  )

  process.kill(second.pid, 'SIGUSR1')
  const torn = await shop.line(AGAIN, 2)
  t.match(torn, { code: 1, signal: null, fault: 'Error: a torn seam', pause: 200 }, 'backing off')
  const third = await shop.line(LISTENING, 3)
  t.equal((await fetch(`${urlOf(first)}/healthz`)).status, 200)

  shop.child.kill('SIGTERM')
  shop.child.kill('SIGINT')
  t.equal(await shop.ended, 0, 'signals that come together are one')
  t.notOk(isAlive(third.pid))
})

t.test('the built server serves pages with cookies, like the sources', async (t) => {
  const owner = { ADMIN_EMAIL: 'amina@example.com', ADMIN_PASSWORD: 'four words are enough' }
  const address = urlOf(await start(t, owner).line(LISTENING))
  const page = await fetch(`${address}/auth/login`)
  t.equal(page.status, 200)
  t.match(page.headers.getSetCookie(), [/^csrf=.+; HttpOnly; SameSite=Lax$/])
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const answer = await fetch(`${address}/auth/login`, {
    method: 'POST',
    headers: {
      cookie: page.headers.getSetCookie()[0]?.split(';')[0] ?? '',
      origin: address,
    },
    body: new URLSearchParams({
      _csrf: token,
      email: owner.ADMIN_EMAIL,
      password: owner.ADMIN_PASSWORD,
    }),
    redirect: 'manual',
  })
  t.match([answer.status, answer.headers.get('location')], [303, '/admin'])
  t.match(answer.headers.getSetCookie(), [/^hemline=.+; HttpOnly/, /^device=/], 'signed in')
})

t.test('a server that is asked to stop is not restarted', async (t) => {
  const shop = start(t)
  process.kill((await shop.line(LISTENING)).pid, 'SIGTERM')
  t.equal(await shop.ended, 0)
})

t.test('if the supervisor ends, no server stays behind', async (t) => {
  const shop = start(t)
  const { pid } = await shop.line(LISTENING)
  shop.child.kill('SIGKILL')
  await gone(pid)

  // Like npm on a signal: it ends without passing it on.
  const wrapped = start(t, { npm_lifecycle_event: 'start' }, ['sh', '-c', '"$0" "$@"; true'])
  const server = await wrapped.line(LISTENING)
  wrapped.child.kill('SIGKILL')
  await gone(server.pid)
  t.pass('neither of them')
})

t.test('with several workers their parent is supervised', async (t) => {
  const shop = start(t, { WEB_CONCURRENCY: '2' })
  const [one, two] = [await shop.line(LISTENING, 1), await shop.line(LISTENING, 2)]
  const first = Number(readFileSync(`/proc/${one.pid}/status`, 'utf8').match(/^PPid:\s(\d+)/m)?.[1])
  process.kill(first, 'SIGKILL')
  t.match(await shop.line(AGAIN), { signal: 'SIGKILL' })
  await Promise.all([gone(one.pid), gone(two.pid)])
  const three = await shop.line(LISTENING, 3)
  t.equal(urlOf(three), urlOf(one))
  await shop.line(LISTENING, 4)
  t.equal((await fetch(`${urlOf(one)}/healthz`)).status, 200)
  shop.child.kill('SIGINT')
  t.equal(await shop.ended, 0)
})

t.test('an error that prevents the start is logged once, without a retry', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  t.teardown(() => taken.close())
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  const reasons: [env: NodeJS.ProcessEnv, said: RegExp][] = [
    [{ PORT: String(port) }, /^Port \d+ is in use already.*\n$/],
    [{ PORT: 'abc' }, /^PORT: "abc" is not accepted.*\n$/],
    [{ PORT: String(port), WEB_CONCURRENCY: '2' }, /^Port \d+ is in use already.*\n$/],
  ]
  for (const [env, words] of reasons) {
    const shop = start(t, env)
    t.equal(await shop.ended, 1)
    t.match(shop.said(), words)
    t.same(
      shop.log.filter(({ msg }) => msg.includes(AGAIN)),
      [],
    )
  }
})

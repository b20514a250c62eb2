// The built program on a temporary data folder, with sample data and its owner signed in.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'cheerio'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const OWNER = { email: 'owner@shop.test', password: 'needle and thread 7' }

/** Starts it; `fetch(path, 'owner' | 'visitor')` follows no redirects. */
export async function openShop() {
  if (!existsSync(join(root, 'dist/server.js'))) throw new Error('Build first: npm run build')
  const folder = mkdtempSync(join(tmpdir(), 'hemline-pages-'))
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    DATA_DIR: folder,
    HOST: '127.0.0.1',
    PORT: '0',
    ADMIN_EMAIL: OWNER.email,
    ADMIN_PASSWORD: OWNER.password,
    RATE_LIMIT_ANONYMOUS: '1000000',
    RATE_LIMIT_STAFF: '1000000',
  }
  fill(env)
  const server = spawn(process.execPath, ['dist/server.js'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await addressIn(server)
  const cookie = await signIn(url)
  return {
    url,
    cookie,
    fetch: (path, who) =>
      fetch(url + path, { redirect: 'manual', headers: who === 'owner' ? { cookie } : {} }),
    async close() {
      const ended = new Promise((resolve) => server.on('exit', resolve))
      server.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function fill(env) {
  const sample = ['--import', 'tsx', 'scripts/sample.ts', '--orders', '120']
  const { status } = spawnSync(process.execPath, sample, { cwd: root, env, stdio: 'inherit' })
  if (status !== 0) throw new Error('The sample data could not be made')
}

/** The address in the log, once the server listens. */
function addressIn(server) {
  return new Promise((resolve, reject) => {
    let log = ''
    server.stdout.on('data', (text) => {
      log = (log + text).slice(-10_000)
      const url = /Server listening at (http:\/\/[\d.:]+)/.exec(log)?.[1]
      if (url) resolve(url)
    })
    server.on('exit', (code) => reject(new Error(`The server ended with ${code}:\n${log}`)))
  })
}

/** Submits the sign-in form; returns the cookies. */
async function signIn(url) {
  const page = await fetch(`${url}/auth/login`)
  const _csrf = load(await page.text())('[name=_csrf]').val()
  const cookies = cookiesOf(page)
  const answer = await fetch(`${url}/auth/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies },
    body: new URLSearchParams({ _csrf, ...OWNER }),
  })
  if (answer.status !== 303) throw new Error(`Signing in answered ${answer.status}`)
  return [cookies, cookiesOf(answer)].join('; ')
}

const cookiesOf = (answer) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

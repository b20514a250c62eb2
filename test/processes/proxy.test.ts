// Two processes behind a proxy with the configuration from docs/deployment: one is killed, and clients of the proxy
// lose nothing.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { ownDatabase } from '../support/database/index.ts'
import { skipFile } from '../support/files.ts'
import { freePort } from '../support/processes/free-port.ts'
import { openRows, testKilledProcess } from '../support/processes/kill-story.ts'
import { signedInAt } from '../support/processes/patient-sender.ts'
import { type ServerProcess, startServer } from '../support/processes/server-process.ts'

if (spawnSync('nginx', ['-v']).error) skipFile('there is no nginx here')

const SHIPPED = new URL('../../docs/deployment/nginx.conf', import.meta.url)
const LIMIT = 40

const dataDir = join(t.testdir(), 'data')
const database = await ownDatabase(t)
const SECRETS = { JWT_SECRET: 'needle'.repeat(8), COOKIE_SECRET: 'thread'.repeat(8) }
const env = {
  ...{ ...database, ...SECRETS, DATABASE_CONNECTIONS: '8', TRUST_PROXY: '1' },
  RATE_LIMIT_ANONYMOUS: String(LIMIT),
}
const starting = [1, 2].map(() => startServer(t, dataDir, env))
const servers = (await Promise.all(starting)) as [ServerProcess, ServerProcess]
const proxy = await startProxy(t)
const rows = await openRows(t, database.DATABASE_URL, dataDir)

/** The documented configuration with other addresses and its own folder. */
function configuration(folder: string, port: number): string {
  const [one, two] = servers.map(({ url }) => new URL(url).host)
  return readFileSync(SHIPPED, 'utf8')
    .replaceAll('app-1:3000', String(one))
    .replaceAll('app-2:3000', String(two))
    .replaceAll('listen 8080', `listen 127.0.0.1:${port}`)
    .replaceAll('/tmp/', `${folder}/`)
}

async function startProxy(t: Test): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hemline-proxy-'))
  chmodSync(folder, 0o755) // the workers of a proxy started by root run as another user
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, configuration(folder, port))
  const nginx = spawn('nginx', ['-c', file, '-p', folder, '-g', 'daemon off;'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = once(nginx, 'exit')
  t.teardown(async () => {
    nginx.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(`${url}/healthz`).catch(() => null))?.ok) {
    if (nginx.exitCode !== null) throw new Error(`nginx ended with ${nginx.exitCode}`)
    await pause(20)
  }
  return url
}

t.test('two processes behind a proxy, one of them killed', { timeout: 200_000 }, async (t) => {
  await testKilledProcess(t, {
    urls: [proxy],
    lasting: proxy,
    kill: () => servers[0].kill(),
    rows,
  })
})

t.test('readers do not notice the kill', async (t) => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(`${proxy}/healthz`)))
  t.same([...new Set(answers.map(({ status }) => status))], [200])
})

t.test('an event stream is passed on without buffering', async (t) => {
  const { headers } = await signedInAt([proxy])
  const hangingUp = new AbortController()
  const { signal } = hangingUp
  const answer = await fetch(`${proxy}/api/events/stream`, { headers, signal })
  const first = await answer.body?.getReader().read()
  t.match(new TextDecoder().decode(first?.value), /^retry: \d+\n\n$/, 'its first few bytes alone')
  hangingUp.abort()
})

t.test('forwarding headers of a client are not trusted', async (t) => {
  const statuses = []
  for (let at = 0; at < LIMIT + 1; at++) {
    const headers = { 'x-forwarded-for': `10.0.0.${at}`, 'x-forwarded-host': 'evil.test' }
    statuses.push((await fetch(`${proxy}/api/track/nothing`, { headers })).status)
  }
  t.equal(statuses.at(0), 404)
  t.equal(statuses.at(-1), 429, 'all of them came from one address')
})

t.test('the remaining process stops cleanly', async (t) => {
  t.equal(await servers[1].stop(), 0)
})

// Long fuzz against its own server: node --import tsx test/fuzz/long.ts [requests] [seed]
// With DATABASE_URL it runs on PostgreSQL: name an empty database that may be deleted.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fuzz, isSignedOut } from './fuzz.ts'
import type { Account } from './people.ts'

const [requests = '20000', seed = '1'] = process.argv.slice(2)
const owner = { name: 'owner', email: 'owner@shop.test', password: 'needle and thread 7' }
const dataDir = await mkdtemp(join(tmpdir(), 'hemline-fuzz-'))
const server = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
  env: {
    ...process.env,
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
    RATE_LIMIT_ANONYMOUS: '1000000',
    RATE_LIMIT_STAFF: '1000000',
    SIGN_IN_MAX_FAILURES: '1000',
    LOG_LEVEL: 'info',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
let log = ''
const base = await new Promise<string>((resolve, reject) => {
  server.stdout.on('data', (chunk) => {
    log = (log + chunk).slice(-200_000)
    const url = /Server listening at (http:\/\/[\d.:]+)/.exec(log)?.[1]
    if (url) resolve(url)
  })
  server.on('exit', (code) => reject(new Error(`The server ended with ${code}:\n${log}`)))
})

/** A shop with sample data, and accounts of every role. */
async function furnish(): Promise<Account[]> {
  const post = async (path: string, body: object, token?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    }
    const answer = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answered ${await answer.text()}`)
    return (await answer.json()) as { accessToken: string; id: number }
  }
  const { email, password } = owner
  const { accessToken } = await post('/api/auth/login', { email, password })
  for (let at = 0; at < 30; at++) {
    const customer = { name: `Amina ${at}`, phoneNumber: '+44 20 7946 0018' }
    const items = [{ itemName: 'Gown', quantity: 1, unitPrice: '125.50' }]
    await post('/api/orders', { customer, items }, accessToken)
    await post('/api/employees', { name: `Rosa ${at}`, phoneNumber: '0170 555 0142' }, accessToken)
  }
  const accounts: Account[] = []
  for (const role of ['staff', 'customer']) {
    const person = { email: `${role}@shop.test`, password: 'correct horse battery' }
    const links = role === 'customer' ? { customerId: 1 } : {}
    await post('/api/users', { ...person, fullName: `A ${role}`, role, ...links }, accessToken)
    accounts.push({ name: role, ...person })
  }
  // Last, since the owner can end the sessions of all others.
  return [...accounts, owner]
}

try {
  const report = await fuzz({
    base,
    accounts: await furnish(),
    requests: Number(requests),
    seed: Number(seed),
  })
  const isAlive = server.exitCode === null && (await fetch(`${base}/healthz`)).ok
  console.log(JSON.stringify({ ...report, faults: report.faults.length, pid: server.pid, isAlive }))
  for (const fault of report.faults.slice(0, 20)) console.log(fault)
  if (isSignedOut(report)) console.log('A sender lost its session early.')
  for (const line of log
    .split('\n')
    .filter((one) => one.includes('"fault"'))
    .slice(0, 10)) {
    console.log(line.slice(0, 1200))
  }
  process.exitCode = report.faults.length === 0 && isAlive && !isSignedOut(report) ? 0 : 1
} finally {
  server.removeAllListeners('exit')
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
  await rm(dataDir, { recursive: true, force: true })
}

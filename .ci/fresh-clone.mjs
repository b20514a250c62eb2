// Installation test: clones HEAD, runs `npm start`, opens the shop and takes an order with a photo; then stops it and
// expects a clean exit.
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
const OWNER = { email: 'ines@shop.test', password: 'a thimble and a hem' }
/** One red pixel. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
)

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
    const shop = `http://127.0.0.1:${port}`
    await answers(`${shop}/healthz`, ended)
    await opensTheShop(shop, log())
    await takesAnOrder(shop)
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

/** A port that was free a moment ago: `npm start` gets a number, as from a user. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** In a process group of its own, so that no process survives the test. */
function start(port) {
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
  }
  // As typed by a user; only .ci/other-node.mjs sets the header path of its Node.
  for (const name of Object.keys(env)) {
    if (name.startsWith('npm_') && name !== 'npm_config_nodedir') delete env[name]
  }
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
    // No process is left, as expected.
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

/** Opens the set-up link of the log, and submits its form. */
async function opensTheShop(shop, log) {
  const link = await fetch(found(log, /(http:\/\/\S+\/setup\?token=[\w-]+)/))
  const page = await link.text()
  const hidden = [...page.matchAll(/type="hidden" name="(\w+)" value="([^"]+)"/g)]
  const form = new URLSearchParams({
    ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])),
    ...{ name: 'Marigold & Thread', currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Paris' },
    ...{ fullName: 'Ines Almeida', ...OWNER },
  })
  const cookie = link.headers.getSetCookie().map((line) => line.split(';', 1)[0])
  const headers = { cookie: cookie.join('; ') }
  const sent = await fetch(`${shop}/setup`, {
    method: 'POST',
    headers,
    body: form,
    redirect: 'manual',
  })
  if (sent.status !== 303) throw new Error(`The set-up form answers ${sent.status}`)
  console.log('The set-up link of the log opens the shop')
}

/** By the API. The photo also needs the drawing process. */
async function takesAnOrder(shop) {
  const send = async (path, headers, body) => {
    const answer = await fetch(`${shop}${path}`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
  const json = { 'content-type': 'application/json' }
  const { accessToken } = await send('/api/auth/login', json, JSON.stringify(OWNER))
  const signedIn = { authorization: `Bearer ${accessToken}` }
  const order = {
    customer: { name: 'Amina Bello', phoneNumber: '+44 20 7946 0018' },
    items: [{ itemName: 'Bridal gown, hem and bustle', quantity: 1, unitPrice: '125.50' }],
  }
  const { id } = await send('/api/orders', { ...json, ...signedIn }, JSON.stringify(order))
  const photos = new FormData()
  photos.append('images', new Blob([PHOTO], { type: 'image/png' }), 'gown.png')
  const { data } = await send(`/api/orders/${id}/images`, signedIn, photos)
  const thumbnail = await fetch(`${shop}${data[0].thumbnailUrl}`, { headers: signedIn })
  const type = thumbnail.headers.get('content-type')
  if (type !== 'image/jpeg') throw new Error(`The thumbnail answers ${thumbnail.status} as ${type}`)
  console.log('It took an order with a photo')
}

async function endsWell(ended) {
  const how = await Promise.race([ended, sleep(STOP_MS, 'still running', { ref: false })])
  if (how !== 0) throw new Error(`npm start should end with 0 when it is stopped, but: ${how}`)
  console.log('It stopped with exit code 0')
}

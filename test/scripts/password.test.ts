// `npm run password`: a link or a new password for somebody who cannot sign in, while the shop is open.
import { spawn } from 'node:child_process'
import t from 'tap'
import { ROOT } from '../../src/lib/root.ts'
import { OWNER } from '../support/app.ts'
import { onlyOnSqlite } from '../support/database/index.ts'
import { programOf } from '../support/processes/programs.ts'
import { startServer } from '../support/processes/server-process.ts'

onlyOnSqlite('the command opens the file of a running shop')

const dataDir = t.testdir()
const { url } = await startServer(t, dataDir)

/** Runs the command, with a line on its standard input. */
function command(typed: string, ...args: string[]) {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, PUBLIC_URL: 'https://shop.example' }
  const child = spawn(process.execPath, [...programOf('scripts/password.ts'), ...args], {
    cwd: ROOT,
    env,
  })
  let out = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text))
  child.stdin.end(typed)
  return new Promise<{ code: number | null; out: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out })),
  )
}

const login = (password: string) =>
  fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: OWNER.email, password }),
  })

t.test('a mistake is one line, and changes nothing', async (t) => {
  t.match(await command(''), { code: 1, out: /Name the e-mail/ })
  t.match(await command('', 'nobody@shop.test'), { code: 1, out: /no account with the e-mail/ })
  t.match(await command('', OWNER.email, '--set'), { code: 1, out: /No password was typed/ })
  t.match(await command('password2026\n', OWNER.email, '--set'), { code: 1, out: /others try/ })
  const reset = await command('', OWNER.email, '--reset-second-factor')
  t.match(reset, { code: 1, out: /Two-step sign-in is off/ })
  t.equal((await login(OWNER.password)).status, 200)
})

t.test('it prints a link that the running shop opens', async (t) => {
  const { code, out } = await command('', ` ${OWNER.email.toUpperCase()} `)
  t.equal(code, 0, out)
  const [link = ''] = /https:\/\/shop\.example\S+/.exec(out) ?? []
  const page = await fetch(url + new URL(link).pathname)
  t.equal(page.status, 200)
  t.match(await page.text(), OWNER.email)
})

t.test('it sets a password from a prompt, and signs all devices out', async (t) => {
  const { accessToken } = (await (await login(OWNER.password)).json()) as { accessToken: string }
  const { code, out } = await command('velvet and seven hems\n', OWNER.email, '--set')
  t.equal(code, 0, out)
  t.match(out, /signed out everywhere/)
  t.notMatch(out, /velvet/, 'the password is not shown')
  const headers = { authorization: `Bearer ${accessToken}` }
  t.equal((await fetch(`${url}/api/users/me`, { headers })).status, 401)
  t.equal((await login(OWNER.password)).status, 401)
  t.equal((await login('velvet and seven hems')).status, 200)
})

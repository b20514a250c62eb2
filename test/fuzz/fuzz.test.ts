// A short fuzz of forms and API; the long one is test/fuzz/long.ts.
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { account, OWNER } from '../support/app.ts'
import { buildSample } from '../support/shop/sample-shop.ts'
import { fuzz, isSignedOut } from './fuzz.ts'

const UNHURRIED = {
  RATE_LIMIT_ANONYMOUS: '1000000',
  RATE_LIMIT_STAFF: '1000000',
  SIGN_IN_MAX_FAILURES: '1000',
}

t.test('no request causes a fault', async (t) => {
  const app = await buildSample(t, UNHURRIED)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const accounts = [
    { name: 'staff', ...(await account(app, 'staff')) },
    { name: 'customer', ...(await account(app, 'customer', 1)) },
    // Last, since the owner can end the sessions of all others.
    { name: 'owner', ...OWNER },
  ]
  const base = `http://127.0.0.1:${port}`
  const report = await fuzz({ base, accounts, requests: 400, seed: 12 })
  t.strictSame(report.faults, [])
  t.notOk(isSignedOut(report), `${report.signedOut} requests found their session gone`)
  t.ok(report.sent >= 400, `${report.sent} requests`)
  for (const status of [200, 303, 400, 401, 403, 404, 422]) {
    t.ok(report.answers[status], `some are answered ${status}: ${JSON.stringify(report.answers)}`)
  }
})

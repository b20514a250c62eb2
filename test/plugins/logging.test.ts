// The request log: links and codes that open something are masked, however they are written.
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/open.ts'
import { loggerOptions } from '../../src/plugins/logging.ts'
import { account, addOwner, program, testConfig } from '../support/app.ts'
import { addCustomer, addOrder } from '../support/shop/factories.ts'

const lines: string[] = []
const stream = { write: (line: string) => void lines.push(line) }
const config = await testConfig(t)
const db = await openDatabase(config)
const logger = { ...loggerOptions('trace'), stream }
const app = await buildApp({ config, db, logger, strictViews: true })
t.teardown(() => app.close())
await addOwner(app)
const owner = await program(app)

/** What was logged by the work. */
async function logged(work: () => Promise<unknown>): Promise<string> {
  lines.length = 0
  await work()
  return lines.join('')
}
const get = (url: string) => app.inject({ url })
const post = (url: string) => app.inject({ method: 'POST', url, payload: {} })

t.test('the token of an invitation is in no line', async (t) => {
  const { id } = await addCustomer(owner)
  const { url } = (await owner.post(`/api/customers/${id}/invite`, {})).json()
  const token = new URL(url).pathname.split('/').at(-1) ?? ''
  const text = await logged(async () => {
    t.equal((await get(`/auth/invite/${token}`)).statusCode, 200)
    await post(`/auth/invite/${token}`)
    await post(`/auth/invite/${token}/account`)
    t.equal((await get(`/auth/%69nvite/${token}`)).statusCode, 200, 'the router reads it so')
    await get(`/auth/invite/${token}/nothing?next=/auth/invite/${token}`)
    await get(`/AUTH/INVITE/${token}`)
  })
  t.match(text, '/auth/invite/:token')
  t.notMatch(text, token)
})

t.test('the token of a tracking link is in no line', async (t) => {
  const { trackingToken: token } = await addOrder(owner)
  const text = await logged(async () => {
    t.equal((await get(`/api/track/${token}`)).statusCode, 200)
    t.equal((await get(`/track-order/${token}`)).statusCode, 200)
    t.equal((await get(`/track%2Dorder/${token}`)).statusCode, 200, 'the router reads it so')
    await post(`/track-order/${token}/account`)
    await get(`/track-order//${token}`)
    await get(`http://shop.test/track-order/${token}`)
  })
  t.match(text, '/track-order/:token')
  t.notMatch(text, token)
})

t.test('a claim code, typed or made, is in no line, nor is a password', async (t) => {
  const { id } = await addCustomer(owner)
  const mira = await account(app, 'customer')
  const own = await program(app, mira)
  const text = await logged(async () => {
    const { code } = (await owner.post(`/api/customers/${id}/claim-code`, {})).json()
    t.equal((await own.post('/api/users/me/customer', { code: 'WRNG-CDES' })).statusCode, 422)
    t.equal((await own.post('/api/users/me/customer', { code })).statusCode, 200)
    await get(`/profile/orders?code=${code}`)
    lines.push('')
    t.notMatch(lines.join(''), code)
  })
  t.notMatch(text, 'WRNG-CDES')
  t.notMatch(text, mira.password)
  t.match(text, '/api/users/me/customer')
})

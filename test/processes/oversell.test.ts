// Two app processes over one database sell the last pieces at the same time: never more than there are.
import { join } from 'node:path'
import t from 'tap'
import { OWNER } from '../support/app.ts'
import { ownDatabase } from '../support/database/index.ts'
import { openRows } from '../support/processes/kill-story.ts'
import { startServer } from '../support/processes/server-process.ts'

const ROUNDS = 20

const dataDir = join(t.testdir(), 'data')
const database = await ownDatabase(t)
const SECRETS = { JWT_SECRET: 'needle'.repeat(8), COOKIE_SECRET: 'thread'.repeat(8) }
const starting = [1, 2].map(() => startServer(t, dataDir, { ...database, ...SECRETS }))
const urls = (await Promise.all(starting)).map(({ url }) => url)
const rows = await openRows(t, database.DATABASE_URL, dataDir)

const post = async (at: number, path: string, body: object, token?: string) => {
  const answer = await fetch(`${urls[at % 2]}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers
  return { status: answer.status, body: (await answer.json()) as any }
}

t.test('twenty buyers at two processes, five pieces', { timeout: 120_000 }, async (t) => {
  const { email, password } = OWNER
  const token = (await post(0, '/api/auth/login', { email, password })).body.accessToken
  const customer = { name: 'Amina Bello', phoneNumber: '+44 20 7946 0018' }
  const customerId = (await post(0, '/api/customers', customer, token)).body.id
  for (let round = 0; round < ROUNDS; round += 1) {
    const scarf = { name: `Scarf ${round}`, price: '48.00', stock: 5 }
    const added = (await post(round, '/api/products', scarf, token)).body
    const variantId = added.variants[0].id
    const order = { customerId, items: [{ variantId, quantity: 1 }] }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => post(at, '/api/orders', order, token)),
    )
    const left = answers.map(({ status, body }) =>
      status === 409 ? body.short[0].available : status,
    )
    t.strictSame(left.sort(), [...Array(15).fill(0), ...Array(5).fill(201)], `round ${round}`)
    const [stored] = await rows(
      `SELECT stock, reserved FROM variants WHERE id = ${Number(variantId)}`,
    )
    t.match(stored, { stock: 0, reserved: 0 })
  }
})

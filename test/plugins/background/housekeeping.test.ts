// Housekeeping: deletion of expired rows when the shop starts.
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { build, program } from '../../support/app.ts'

t.test('expired keys, sessions and sign-in attempts are deleted, current ones stay', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  await program(app)
  await owner.post(
    '/api/customers',
    { name: 'Amina', phoneNumber: '0170 5550142' },
    { 'idempotency-key': 'a' },
  )
  const wrong = { email: 'nobody@shop.test', password: 'a wrong guess' }
  await app.inject({ method: 'POST', url: '/api/auth/login', payload: wrong })
  const old = '2020-01-01T00:00:00.000Z'
  await app.db.write(async (tx) => {
    await tx.run(sql`UPDATE idempotency_keys SET created_at = ${old}`)
    await tx.run(sql`UPDATE sign_in_failures SET updated_at = ${old}`)
    await tx.run(sql`UPDATE sessions SET expires_at = ${old} WHERE id = 2`)
  })

  await app.listen({ port: 0, host: '127.0.0.1' })
  const left = () =>
    app.db.get<Record<string, number>>(sql`
    SELECT (SELECT count(*) FROM idempotency_keys) AS keys,
           (SELECT count(*) FROM sign_in_failures) AS tries,
           (SELECT count(*) FROM sessions) AS sessions,
           (SELECT count(*) FROM refresh_tokens) AS tokens`)
  while ((await left())?.keys !== 0) await new Promise((resolve) => setTimeout(resolve, 10))
  t.same(await left(), { keys: 0, tries: 0, sessions: 1, tokens: 1 })
})

// Accounts whose people were helped in: second factors, password links, devices signed out from elsewhere.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { account, browser, type Program, program } from '../app.ts'
import { turnOn } from '../second-factor.ts'

/** The body of an answer, which has to be a success. */
async function done(sent: Promise<LightMyRequestResponse>) {
  const answer = await sent
  if (answer.statusCode >= 300) throw new Error(answer.body)
  return answer.body === '' ? {} : answer.json()
}

/** Every event of that kind, in an account of its own and in that of `id`, which is switched off. */
export async function recoverAccounts(app: FastifyInstance, owner: Program, id: number) {
  const noor = await account(app, 'staff')
  const own = await program(app, noor)
  const { recoveryCodes } = await turnOn(app, own)
  const login = (code: string) =>
    app.inject({ method: 'POST', url: '/api/auth/login', payload: { ...noor, code } })
  await login(recoveryCodes[0] ?? '')
  const proof = { password: noor.password, code: recoveryCodes[1] }
  const renewed = await done(own.post('/api/users/me/second-factor/recovery-codes', proof))
  const off = { password: noor.password, code: renewed.recoveryCodes[0] }
  await done(own.send({ method: 'DELETE', url: '/api/users/me/second-factor', payload: off }))
  await turnOn(app, own)
  for (const _ of [1, 2, 3]) await login('abcd-efgh-jkmn')
  const { id: noorId } = (await own.get('/api/users/me')).json()
  await done(owner.delete(`/api/users/${noorId}/second-factor`))
  const { data } = (await owner.get('/api/sessions?limit=200')).json()
  const session = data.find(({ user }: { user: { id: number } }) => user.id === noorId)
  await done(owner.delete(`/api/sessions/${session.id}`))
  await done(owner.put(`/api/users/${id}`, { isActive: true }))
  const { url } = await done(owner.post(`/api/users/${id}/password-link`, {}))
  const { pathname } = new URL(url)
  const visitor = browser(app)
  await visitor.get(pathname)
  await visitor.post(pathname, { password: 'velvet-hem-8' })
}

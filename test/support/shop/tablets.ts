// Shared tablets of a test: a tablet that is enrolled, and people with PINs.
import type { FastifyInstance } from 'fastify'
import { sql } from '../../../src/db/sql.ts'
import { pepperedPin } from '../../../src/services/access/devices/pins.ts'
import { createUser } from '../../../src/services/access/users/index.ts'
import { change, SYSTEM } from '../../../src/services/shared/change.ts'
import { type Browser, browser, cheapHash, hashed, PASSWORD, type Program } from '../app.ts'

export interface Colleague {
  id: number
  email: string
  password: string
  fullName: string
  pin: string
}

/** Somebody at the counter with a PIN, set by the owner; its hash is then a cheap one, as PINs are typed hundreds of times. */
export async function colleague(
  app: FastifyInstance,
  owner: Program,
  fullName: string,
  pin: string,
): Promise<Colleague> {
  const email = `${crypto.randomUUID()}@shop.test`
  const user = await hashed({ email, password: PASSWORD, fullName, role: 'staff' })
  const { id } = await app.db.write((tx) => createUser(change(tx, SYSTEM), user))
  const answer = await owner.put(`/api/users/${id}/pin`, { pin })
  if (answer.statusCode !== 200) throw new Error(`Setting the PIN answered ${answer.body}`)
  const pinHash = await cheapHash(pepperedPin(app.config.cookieSecret, id, pin))
  await app.db.write((tx) => tx.run(sql`UPDATE users SET pin_hash = ${pinHash} WHERE id = ${id}`))
  return { id, email, password: PASSWORD, fullName, pin }
}

/** A browser that was enrolled as a tablet; nobody is signed in. */
export async function tablet(
  app: FastifyInstance,
  owner: Program,
  name = 'Counter tablet',
): Promise<Browser & { id: number }> {
  const { id, code } = (await owner.post('/api/devices', { name })).json()
  const visitor = browser(app)
  await visitor.get('/device')
  const page = await visitor.post('/device', { code })
  if (page.status !== 303) throw new Error(`Enrolling answered ${page.status}`)
  return Object.assign(visitor, { id: Number(id) })
}

/** Types a PIN on the tablet's page. */
export async function switchTo(visitor: Browser, { id, pin }: Pick<Colleague, 'id' | 'pin'>) {
  await visitor.get('/auth/switch')
  return visitor.post('/auth/switch', { userId: String(id), pin })
}

/** As if nobody had used the tablet for so many minutes. */
export async function leaveIdle(app: FastifyInstance, minutes: number): Promise<void> {
  const then = new Date(Date.now() - minutes * 60_000).toISOString()
  await app.db.write(async (tx) => {
    await tx.run(sql`UPDATE sessions SET last_used_at = ${then} WHERE device_id IS NOT NULL`)
  })
}

// Second factors of test accounts: set up by the API, with the codes that an authenticator app would show.
import type { FastifyInstance } from 'fastify'
import { sql } from '../../src/db/sql.ts'
import { codeOfStep, fromBase32, stepAt } from '../../src/lib/totp.ts'
import type { Program } from './app.ts'

/** @param later steps of 30 seconds from now */
export const codeAt = (secret: string, later = 0): string =>
  codeOfStep(fromBase32(secret), stepAt(Date.now()) + later)

/** A code that no window of time accepts. */
export const wrongCode = (secret: string): string => {
  const near = [-3, -2, -1, 0, 1, 2, 3].map((later) => codeAt(secret, later))
  return near.includes('000000') ? '111111' : '000000'
}

export interface Factor {
  secret: string
  recoveryCodes: string[]
}

/** Turned on, as if it had been a while ago: the present code is unused. */
export async function turnOn(app: FastifyInstance, person: Program): Promise<Factor> {
  const begun = await person.post('/api/users/me/second-factor', {})
  const { secret } = begun.json()
  const answer = await person.put('/api/users/me/second-factor', { code: codeAt(secret) })
  if (answer.statusCode !== 200) throw new Error(`Not turned on: ${answer.body}`)
  await app.db.write((tx) => tx.run(sql`UPDATE second_factors SET last_step = last_step - 5`))
  return { secret, recoveryCodes: answer.json().recoveryCodes }
}

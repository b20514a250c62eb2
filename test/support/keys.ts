// API keys of tests.
import type { FastifyInstance } from 'fastify'
import { type Program, withBearer } from './app.ts'

export interface MadeKey {
  id: number
  key: string
  /** The program that has it. */
  caller: Program
}

/** @param maker who makes it @param fields beside a name of its own */
export async function makeKey(
  app: FastifyInstance,
  maker: Program,
  fields: { scopes: readonly string[]; [name: string]: unknown },
): Promise<MadeKey> {
  const answer = await maker.post('/api/keys', { name: `Key ${crypto.randomUUID()}`, ...fields })
  if (answer.statusCode !== 201) throw new Error(`The key was not made: ${answer.body}`)
  const { id, key } = answer.json()
  return { id, key, caller: withBearer(app, key) }
}

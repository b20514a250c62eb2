// A shop whose API is under test: its people, and what its answers say.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { change, SYSTEM } from '../src/services/change.ts'
import { type Entity, listEventsOf } from '../src/services/events.ts'
import { createShop } from '../src/services/setup.ts'
import { type Answered, watchAnswers } from './documented.ts'
import { account, buildEmpty, hashed, OWNER, type Program, program } from './helper.ts'

export interface Shop {
  app: FastifyInstance
  owner: Program
  /** Judges an answer that came over a real connection. */
  judge: (answered: Answered) => void
}

const EUROPE = { currency: 'EUR', timeZone: 'Europe/Berlin', locale: 'en-GB' }

// Tests ask more in a second than a shop does in a minute.
const UNHURRIED = { RATE_LIMIT_ANONYMOUS: '100000', RATE_LIMIT_STAFF: '100000' }

/** A shop that is set up; every answer of its API is held against the OpenAPI document. */
export async function openShop(
  t: Test,
  place: Partial<typeof EUROPE> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<Shop> {
  const app = await buildEmpty(t, { ...UNHURRIED, ...env })
  const settings = { name: 'Needle & Thread', ...EUROPE, ...place }
  const ines = await hashed({ ...OWNER, role: 'admin' })
  await app.db.write((tx) => createShop(change(tx, SYSTEM), settings, ines))
  const judge = watchAnswers(app)
  return { app, owner: await program(app), judge }
}

/** A customer's own program. */
export const customerProgram = async (app: FastifyInstance, customerId?: number) =>
  program(app, await account(app, 'customer', customerId))

/** What was wrong with an input: by pointer the code, as the answer names it. */
export const wrongFields = (answer: LightMyRequestResponse): Record<string, string> =>
  Object.fromEntries(
    ((answer.json().errors ?? []) as { pointer: string; code: string }[]).map((error) => [
      error.pointer,
      error.code,
    ]),
  )

/** A refusal has the status and the code, and is a problem like any other. */
export function refused(
  t: Test,
  answer: LightMyRequestResponse,
  status: number,
  code: string,
  message = code,
): void {
  t.equal(answer.statusCode, status, message)
  t.match(answer.headers['content-type'], 'application/problem+json')
  t.match(answer.json(), { status, code, requestId: /^[0-9a-f-]{36}$/ }, message)
}

/** What happened to one thing, oldest first. */
export const eventsOf = async (app: FastifyInstance, entity: Entity, id: number) =>
  (await listEventsOf(app.db, entity, id)).reverse()

/** Asks page after page, by cursor, until there is none. */
export async function everyPage<Row>(reader: Program, url: string): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const answer: LightMyRequestResponse = await reader.get(
      cursor ? `${url}&cursor=${encodeURIComponent(cursor)}` : url,
    )
    if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.body}`)
    const page = answer.json() as { data: Row[]; nextCursor: string | null }
    rows.push(...page.data)
    cursor = page.nextCursor
    if (rows.length > 10_000) throw new Error('The pages never end')
  } while (cursor)
  return rows
}

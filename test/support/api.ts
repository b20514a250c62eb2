// API test fixture: a shop with users, and checks of its responses against the OpenAPI document.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import type { Entity } from '../../src/schemas/events/shapes.ts'
import { createShop } from '../../src/services/access/setup.ts'
import { change, SYSTEM } from '../../src/services/shared/change.ts'
import { listEventsOf } from '../../src/services/shared/events/read.ts'
import { account, buildEmpty, hashed, OWNER, type Program, program } from './app.ts'
import { type Answered, watchAnswers } from './documented.ts'

export interface Shop {
  app: FastifyInstance
  owner: Program
  /** Checks a response that came over a real connection. */
  check: (answered: Answered) => void
}

const EUROPE = { currency: 'EUR', timeZone: 'Europe/Berlin', locale: 'en-GB' }

// Tests send more in a second than a shop does in a minute.
const UNHURRIED = { RATE_LIMIT_ANONYMOUS: '100000', RATE_LIMIT_STAFF: '100000' }

/** A shop that is set up; every API response is checked against the OpenAPI document. */
export async function openShop(
  t: Test,
  place: Partial<typeof EUROPE> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<Shop> {
  const app = await buildEmpty(t, { ...UNHURRIED, ...env })
  const settings = { name: 'Needle & Thread', ...EUROPE, ...place }
  const ines = await hashed({ ...OWNER, role: 'admin' })
  await app.db.write((tx) => createShop(change(tx, SYSTEM), settings, ines))
  const check = watchAnswers(app)
  return { app, owner: await program(app), check }
}

/** A customer's own API client. */
export const customerProgram = async (app: FastifyInstance, customerId?: number) =>
  program(app, await account(app, 'customer', customerId))

export const wrongFields = (answer: LightMyRequestResponse): Record<string, string> =>
  Object.fromEntries(
    ((answer.json().errors ?? []) as { pointer: string; code: string }[]).map((error) => [
      error.pointer,
      error.code,
    ]),
  )

/** Asserts status and code of a refusal, and that it is a valid problem document. */
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

/** Events of an entity, oldest first. */
export const eventsOf = async (app: FastifyInstance, entity: Entity, id: number) =>
  (await listEventsOf(app.db, entity, id))
    .map((event) => ({ ...event, data: { ...event.data } as Record<string, unknown> }))
    .reverse()

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

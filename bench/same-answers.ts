// Equivalence check before measuring: the real server and *bare* must return and store the same. A baseline that does
// less would falsify every ratio.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { difference, type Volatile } from './difference.ts'
import type { Owner } from './sign-in.ts'
import type { Workload } from './workload.ts'

interface Place {
  hemline: { port: number }
  bare: { port: number }
  dataDir: string
}

const NOTHING: Volatile = new Set()
/** Fields that differ between two orders. */
export const OF_AN_ORDER: Volatile = new Set([
  ...['id', 'orderId', 'number', 'trackingToken', 'dateOfCreation', 'createdAt', 'updatedAt'],
  ...['order_id', 'entity_id', 'tracking_token', 'date_of_creation', 'created_at', 'updated_at'],
  ...['at', 'actor_user_id', 'actor_name', 'request_id', 'event_id', 'hash'],
])
const EACH = 12

/** The baseline does different work, so its ratios would be meaningless. */
export class UnequalError extends Error {}

/** @throws UnequalError with the first difference */
export async function requireSameAnswers(
  place: Place,
  owner: Owner,
  works: readonly Pick<Workload, 'name' | 'questions' | 'anonymous'>[],
): Promise<void> {
  for (const { name, questions = [], anonymous } of works) {
    for (const { hemline, bare } of questions.slice(0, EACH)) {
      const ours = await asked(place.hemline, hemline, {
        headers: anonymous ? {} : owner.program,
      })
      const theirs = await asked(place.bare, bare, {})
      require(`${name}: ${hemline} and ${bare}`, difference(ours, theirs, NOTHING))
      require(`${name}: ${hemline}`, difference(lengthOf(ours), lengthOf(theirs), NOTHING))
    }
  }
}

const lengthOf = (answer: unknown) => ({ bytes: JSON.stringify(answer).length })

function require(what: string, found: string | undefined): void {
  if (found === undefined) return
  throw new UnequalError(
    `Hemline ("here") and bare ("there") do not answer the same.\n${what}:\n${found}`,
  )
}

const taken = async (server: { port: number }, path: string, init: RequestInit) =>
  (await asked(server, path, init)) as { id: number }

async function asked(
  { port }: { port: number },
  path: string,
  init: RequestInit,
): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, init)
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

/** Takes the same order twice and compares responses and written rows. @throws UnequalError */
export async function requireSameEntry(place: Place, owner: Owner, order: object) {
  const body = JSON.stringify(order)
  const post = (key: string, headers = {}) => ({
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
    body,
  })
  const [ourKey, theirKey] = [randomUUID(), randomUUID()]
  const ours = await taken(place.hemline, '/api/orders', post(ourKey, owner.program))
  const theirs = await taken(place.bare, '/orders', post(theirKey))
  require('A new order', difference(ours, theirs, OF_AN_ORDER))
  const db = new SqliteDatabase(join(place.dataDir, 'hemline.db'), { readonly: true })
  try {
    const [written, alsoWritten] = [rowsOf(db, ours.id, ourKey), rowsOf(db, theirs.id, theirKey)]
    require('The rows of a new order', difference(written, alsoWritten, OF_AN_ORDER))
  } finally {
    db.close()
  }
}

function rowsOf(db: SqliteDatabase.Database, id: number, key: string) {
  const all = (text: string, value: bigint | string) => db.prepare(text).all(value)
  const order = BigInt(id)
  const events = all(`SELECT * FROM events WHERE entity = 'order' AND entity_id = ?`, order)
  return {
    orders: all('SELECT * FROM orders WHERE id = ?', order),
    items: all('SELECT * FROM order_items WHERE order_id = ?', order),
    events: events.map((event) => {
      const { data, ...rest } = event as { data: string }
      return { ...rest, data: JSON.parse(data) }
    }),
    movements: all(
      `SELECT variant_id, delta, reason FROM stock_movements WHERE order_id = ? ORDER BY id`,
      order,
    ),
    hashes: all(
      `SELECT c.* FROM event_chain c JOIN events v ON v.id = c.event_id
       WHERE v.entity = 'order' AND v.entity_id = ?`,
      order,
    ),
    // Body hashes differ between the servers; their presence does not.
    keys: all('SELECT length(body_hash) AS hash_length FROM idempotency_keys WHERE key = ?', key),
  }
}

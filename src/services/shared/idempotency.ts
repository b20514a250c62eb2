// Idempotency keys: the response is stored in the transaction of the change it answers.
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
import { hash } from 'node:crypto'
import { sql } from '../../db/sql.ts'
import { invalid, Refusal } from '../../lib/errors/refusal.ts'
import type { Change } from './change.ts'

export interface Scope {
  actor: string
  route: string
  /** 1 to 128 printable characters; undefined without the header. */
  key: string | undefined
  content: string
}

/**
 * Runs `work` once per key and returns the stored result afterwards. A refused `work` stores nothing, so the same key
 * can be sent again.
 * @throws Refusal `idempotency_key_reused` when the key was used with other content
 */
export async function runOnce<Result>(
  change: Change,
  scope: Scope,
  work: (change: Change) => Promise<Result>,
): Promise<{ result: Result; replayed: boolean }> {
  if (scope.key === undefined) return { result: await work(change), replayed: false }
  const { actor, route, key } = scope
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw invalid({
      pointer: '/idempotencyKey',
      code: 'pattern',
      detail: 'The idempotency key must be 1 to 128 printable characters without spaces.',
    })
  }
  const bodyHash = hash('sha256', scope.content, 'base64url')
  const stored = await change.get<{ bodyHash: string; answer: string }>(sql`
    SELECT body_hash AS "bodyHash", answer
    FROM idempotency_keys
    WHERE actor = ${actor} AND route = ${route} AND key = ${key}`)
  if (stored) return { result: replay(stored, bodyHash), replayed: true }
  const result = await work(change)
  await change.run(sql`
    INSERT INTO idempotency_keys (actor, route, key, body_hash, answer, created_at)
    VALUES (${actor}, ${route}, ${key}, ${bodyHash}, ${JSON.stringify(result)}, ${change.at})`)
  return { result, replayed: false }
}

function replay<Result>(stored: { bodyHash: string; answer: string }, bodyHash: string): Result {
  const answer = JSON.parse(stored.answer)
  if (stored.bodyHash === bodyHash) return answer
  throw new Refusal(
    'invalid',
    'idempotency_key_reused',
    'This was already sent with other content, and that is saved. Open it to change it. A program sends new content with a new key.',
    { members: { savedId: answer?.id ?? null } },
  )
}

export async function deleteOldKeys(change: Change, days = 30): Promise<number> {
  const before = new Date(Date.parse(change.at) - days * 86_400_000).toISOString()
  return change.run(sql`DELETE FROM idempotency_keys WHERE created_at < ${before}`)
}

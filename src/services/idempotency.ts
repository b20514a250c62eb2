// Idempotency keys: the answer is kept in the transaction that it belongs to.
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
import { hash } from 'node:crypto'
import { sql } from '../db/sql.ts'
import type { Change } from './change.ts'
import { invalid, Refusal } from './refusal.ts'

export interface Scope {
  actor: string
  route: string
  /** 1 to 128 printable characters; undefined when the request brought none. */
  key: string | undefined
  content: string
}

/**
 * Does `work` once for a key and answers the kept result afterwards. A refused `work` keeps nothing, so the
 * same key can be sent again after the cause is mended.
 * @throws Refusal `idempotency_key_reused` when the key came with other content before
 */
export async function keyedOnce<Result>(
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
  const kept = await change.get<{ bodyHash: string; answer: string }>(sql`
    SELECT body_hash AS "bodyHash", answer
    FROM idempotency_keys
    WHERE actor = ${actor} AND route = ${route} AND key = ${key}`)
  if (kept) return { result: replay(kept, bodyHash), replayed: true }
  const result = await work(change)
  await change.run(sql`
    INSERT INTO idempotency_keys (actor, route, key, body_hash, answer, created_at)
    VALUES (${actor}, ${route}, ${key}, ${bodyHash}, ${JSON.stringify(result)}, ${change.at})`)
  return { result, replayed: false }
}

function replay<Result>(kept: { bodyHash: string; answer: string }, bodyHash: string): Result {
  const answer = JSON.parse(kept.answer)
  if (kept.bodyHash === bodyHash) return answer
  throw new Refusal(
    'invalid',
    'idempotency_key_reused',
    'This was already sent once with other content. What was sent first is saved; send the new content with a new key.',
    { members: { savedId: answer?.id ?? null } },
  )
}

/** Forgets keys older than `days`: nobody repeats a request after that. */
export async function forgetOldKeys(change: Change, days = 30): Promise<number> {
  const before = new Date(Date.parse(change.at) - days * 86_400_000).toISOString()
  return change.run(sql`DELETE FROM idempotency_keys WHERE created_at < ${before}`)
}

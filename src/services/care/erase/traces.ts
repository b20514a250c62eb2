// Other places that know of an erased customer: accounts, answers of idempotency keys, and codes.
import { list, sql } from '../../../db/sql.ts'
import { foldText, likePattern } from '../../../lib/text/normalize.ts'
import { forgetAccount } from '../../access/sign-in/attempts.ts'
import type { Change } from '../../shared/change.ts'
import { clearClaims } from '../claims/attempts.ts'
import { ERASED_NAME, type Erased } from './scope.ts'

export async function eraseTraces(change: Change, erased: Erased): Promise<void> {
  for (const id of erased.accounts) await eraseAccount(change, id)
  await change.run(sql`DELETE FROM customer_proofs WHERE customer_id IN (${list(erased.records)})`)
  await eraseAnswers(change, erased)
}

/** Of the form that passwords are verified against, but the hash of none. */
const NO_PASSWORD = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

async function eraseAccount(change: Change, id: number): Promise<void> {
  const before = await change.get<{ email: string }>(sql`SELECT email FROM users WHERE id = ${id}`)
  if (before) await forgetAccount(change, before.email)
  await clearClaims(change, { userId: id, address: '' })
  const own = sql`SELECT id FROM sessions WHERE user_id = ${id}`
  await change.run(sql`DELETE FROM refresh_tokens WHERE session_id IN (${own})`)
  await change.run(sql`DELETE FROM sessions WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM user_avatars WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM recovery_codes WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM second_factors WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM password_links WHERE user_id = ${id}`)
  await change.run(sql`
    UPDATE users
    SET email = ${`erased-${id}@erased.invalid`}, password_hash = ${NO_PASSWORD},
        full_name = ${ERASED_NAME}, first_name = NULL, last_name = NULL,
        name_folded = ${foldText(ERASED_NAME)}, avatar_sha256 = NULL, pin_hash = NULL,
        phone_number = NULL, address = NULL, locale = NULL, is_active = 0,
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
}

/** Answers to the account, about the customer and their orders, and those that say one of the texts. */
async function eraseAnswers(change: Change, erased: Erased): Promise<void> {
  for (const id of erased.accounts) {
    await change.run(sql`DELETE FROM idempotency_keys WHERE actor = ${`user:${id}`}`)
  }
  for (const text of erased.texts) {
    const inJson = likePattern(JSON.stringify(text).slice(1, -1))
    await change.run(sql`
      DELETE FROM idempotency_keys WHERE CAST(answer AS text) LIKE ${inJson} ESCAPE '\\'`)
  }
  const routes = await change.all<{ route: string }>(sql`
    SELECT DISTINCT route FROM idempotency_keys
    WHERE route LIKE '%/customers/%' OR route LIKE '%/orders/%'`)
  const [records, orders] = [new Set(erased.records), new Set(erased.orders)]
  for (const { route } of routes) {
    const [, noun, id] = /\/(customers|orders)\/(\d+)(?:\/|$)/.exec(route) ?? []
    if (!(noun === 'customers' ? records : orders).has(Number(id))) continue
    await change.run(sql`DELETE FROM idempotency_keys WHERE route = ${route}`)
  }
}

// Other places that know of an erased customer: accounts, answers of idempotency keys, codes, and what imports left.
import { list, sql } from '../../../db/sql.ts'
import { foldText, likePattern } from '../../../lib/text/normalize.ts'
import type { Change } from '../../shared/change.ts'
import { ERASED_NAME, type Erased } from './scope.ts'

export async function eraseTraces(change: Change, erased: Erased): Promise<void> {
  const { records, orders, accounts, texts } = erased
  for (const id of accounts) await eraseAccount(change, id)
  await change.run(sql`DELETE FROM customer_proofs WHERE customer_id IN (${list(records)})`)
  for (const text of texts) await eraseText(change, text)
  await forgetImported(change, 'customer', records)
  await forgetImported(change, 'order', orders)
}

async function eraseAccount(change: Change, id: number): Promise<void> {
  const own = sql`SELECT id FROM sessions WHERE user_id = ${id}`
  await change.run(sql`DELETE FROM refresh_tokens WHERE session_id IN (${own})`)
  await change.run(sql`DELETE FROM sessions WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM user_avatars WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM second_factors WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM password_links WHERE user_id = ${id}`)
  await change.run(sql`
    UPDATE users
    SET email = ${`erased-${id}@erased.invalid`}, full_name = ${ERASED_NAME},
        first_name = NULL, last_name = NULL, avatar_sha256 = NULL, pin_hash = NULL,
        name_folded = ${foldText(ERASED_NAME)}, phone_number = NULL, address = NULL, is_active = 0,
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
}

/** As it stands in JSON: a quote in a name is escaped there. */
async function eraseText(change: Change, text: string): Promise<void> {
  const inJson = JSON.stringify(text).slice(1, -1)
  await change.run(sql`
    DELETE FROM idempotency_keys
    WHERE CAST(answer AS text) LIKE ${likePattern(inJson)} ESCAPE '\\'`)
  await change.run(sql`
    UPDATE import_runs
    SET report = replace(report, ${inJson}, ${ERASED_NAME}),
        problems = replace(problems, ${inJson}, ${ERASED_NAME})
    WHERE report LIKE ${likePattern(inJson)} ESCAPE '\\'
      OR problems LIKE ${likePattern(inJson)} ESCAPE '\\'`)
}

/** What a file called them. The same file, imported again, adds them again. */
async function forgetImported(
  change: Change,
  entity: 'customer' | 'order',
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return
  await change.run(sql`
    DELETE FROM imported_rows WHERE entity = ${entity} AND entity_id IN (${list(ids)})`)
  await change.run(sql`
    UPDATE import_lines SET reference = NULL
    WHERE entity_id IN (${list(ids)})
      AND run_id IN (SELECT id FROM import_runs WHERE noun = ${`${entity}s`})`)
}

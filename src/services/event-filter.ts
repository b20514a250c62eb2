// What a filter of the event log means in SQL. The table alias of events is `v`.
import type { Reader } from '../db/database.ts'
import { type Sql, sql } from '../db/sql.ts'
import type { EventFilter } from '../schemas/events.ts'
import { findSettings } from './settings.ts'
import { endOfDay, startOfDay } from './shop-time.ts'

/** One condition for each member that is given; days are those of the shop. */
export async function eventConditions(db: Reader, filter: EventFilter): Promise<Sql[]> {
  const { actor, entity, entityId, type, from, to } = filter
  const found: Sql[] = []
  if (actor) found.push(sql`v.actor_name = ${actor}`)
  if (entity) found.push(sql`v.entity = ${entity}`)
  if (entityId !== undefined) found.push(sql`v.entity_id = ${entityId}`)
  if (type) found.push(sql`v.type = ${type}`)
  if (!from && !to) return found
  const { timeZone } = await findSettings(db)
  if (from) found.push(sql`v.at >= ${startOfDay(from, timeZone)}`)
  if (to) found.push(sql`v.at <= ${endOfDay(to, timeZone)}`)
  return found
}

// The SQL conditions of an event filter.
import type { Reader } from '../../db/database.ts'
import { type Sql, sql } from '../../db/sql.ts'
import { endOfDay, startOfDay } from '../../lib/time/shop-time.ts'
import type { EventFilter } from '../../schemas/events/filter.ts'
import { type EventAlias, eventAlias } from '../shared/events/chain.ts'
import { findSettings } from '../shop/settings/read.ts'

/**
 * One condition per given field; days are in the shop's time zone.
 * @param alias of events
 */
export async function eventConditions(
  db: Reader,
  alias: EventAlias,
  filter: EventFilter,
): Promise<Sql[]> {
  const v = eventAlias(alias)
  const { actor, entity, entityId, type, from, to } = filter
  const conditions: Sql[] = []
  if (actor) conditions.push(sql`${v}.actor_name = ${actor}`)
  if (entity) conditions.push(sql`${v}.entity = ${entity}`)
  if (entityId !== undefined) conditions.push(sql`${v}.entity_id = ${entityId}`)
  if (type) conditions.push(sql`${v}.type = ${type}`)
  if (!from && !to) return conditions
  const { timeZone } = await findSettings(db)
  if (from) conditions.push(sql`${v}.at >= ${startOfDay(from, timeZone)}`)
  if (to) conditions.push(sql`${v}.at <= ${endOfDay(to, timeZone)}`)
  return conditions
}

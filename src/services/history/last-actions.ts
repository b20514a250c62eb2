// The newest event of each of several people.
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { ReadEvent } from '../shared/events/read.ts'
import { eventOf } from '../shared/events/read.ts'
import { type Activity, activityQuery } from './activity.ts'

interface Person {
  userId: number
  fullName: string
}

/** By user id; under their present name, by which the log has an index. */
export async function lastActionsOf(
  db: Reader,
  people: readonly Person[],
): Promise<ReadonlyMap<number, Activity>> {
  const names = new Map(people.map(({ userId, fullName }) => [userId, fullName]))
  const actions = new Map<number, Activity>()
  for (const [userId, fullName] of names) {
    const own = [sql`v.actor_name = ${fullName}`, sql`v.actor_user_id = ${userId}`]
    const row = await db.get<ReadEvent & Pick<Activity, 'thing'>>(activityQuery(own, 1))
    if (!row) continue
    const { thing, ...event } = row
    actions.set(userId, { ...eventOf(event), thing })
  }
  return actions
}

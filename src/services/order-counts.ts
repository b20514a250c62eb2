// How many orders each of several views holds, counted no further than anybody reads.
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { join, type Sql, sql, where } from '../db/sql.ts'
import type { OrderFilter } from '../schemas/orders.ts'
import { orderConditions } from './order-filter.ts'
import { nextDeadline } from './order-totals.ts'
import { findSettings } from './settings.ts'

/** One more than a tab shows: so many say "99+". */
export const MOST_COUNTED = 100

interface Counted {
  counts: number[]
  /** When the next order becomes late. */
  until: string
}

const kept = new Kept<Counted>()

/**
 * How many orders each filter finds, in the order of `filters`; MOST_COUNTED stands for "or more". Counted when
 * something was committed, or became late.
 */
export async function countViews(db: Reader, filters: readonly OrderFilter[]): Promise<number[]> {
  const now = new Date().toISOString()
  const count = async () => ({
    counts: await countEach(db, filters, now),
    until: await nextDeadline(db, now),
  })
  const fits = ({ until }: Counted) => until > now
  return (await kept.get(db, JSON.stringify(filters), count, fits)).counts
}

async function countEach(db: Reader, filters: readonly OrderFilter[], now: string) {
  const { timeZone } = await findSettings(db)
  const rows = await db.all<{ view: number; orders: number }>(countQuery(filters, timeZone, now))
  return filters.map((_, view) => rows.find((row) => row.view === view)?.orders ?? 0)
}

/** A count stops at MOST_COUNTED rows of its index, however many orders there are. */
export function countQuery(filters: readonly OrderFilter[], timeZone: string, now: string): Sql {
  const counts = filters.map(
    (filter, view) => sql`
    SELECT CAST(${view} AS BIGINT) AS view, count(*) AS orders
    FROM (
      SELECT o.id
      FROM orders o
      ${where(orderConditions(filter, timeZone, now))}
      LIMIT ${MOST_COUNTED}
    ) AS found`,
  )
  return join(counts, ' UNION ALL ')
}

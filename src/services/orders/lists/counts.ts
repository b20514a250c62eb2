// Counts the orders of several views, up to the number a tab shows.
import type { Reader } from '../../../db/database.ts'
import { rowCount, type Sql, sql } from '../../../db/sql.ts'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import type { OrderFilter } from '../../../schemas/orders/index.ts'
import { findSettings } from '../../shop/settings/read.ts'
import type { Moment } from './filter.ts'
import { columnsRead, restOf, rowsOf } from './ranges.ts'
import { narrowSources, sourceInOrder } from './sources.ts'
import { isOfKinds, MOST_LOOKED_AT, nextDeadline, totalOrders } from './totals.ts'

export const MOST_COUNTED = 100

interface Counted {
  counts: number[]
  /** When the next order becomes overdue. */
  until: string
}

const countsCache = new VersionedCache<Counted>()

/** In the order of `filters`; MOST_COUNTED means at least as many. Cached until the next commit or deadline. */
export async function countViews(db: Reader, filters: readonly OrderFilter[]): Promise<number[]> {
  const now = new Date().toISOString()
  const count = async () => ({
    counts: await countEach(db, filters, now),
    until: await nextDeadline(db, now),
  })
  const fits = ({ until }: Counted) => until > now
  return (await countsCache.get(db, JSON.stringify(filters), count, fits)).counts
}

async function countEach(db: Reader, filters: readonly OrderFilter[], now: string) {
  const { timeZone } = await findSettings(db)
  const counts: number[] = []
  for (const filter of filters) {
    // Stored sums need no counting. Other filters examine as many orders as the totals of the list.
    const { orders } = isOfKinds(filter)
      ? await totalOrders(db, filter)
      : ((await db.get<{ orders: number }>(countQuery(filter, { timeZone, now }))) ?? NONE)
    counts.push(Math.min(orders, MOST_COUNTED))
  }
  return counts
}

const NONE = { orders: 0 }

export function countQuery(filter: OrderFilter, moment: Moment): Sql {
  const source = narrowSources(filter, moment)[0] ?? sourceInOrder(filter, 'creation', moment)
  return sql`
    SELECT count(*) AS orders
    FROM (
      SELECT o.id
      FROM (${rowsOf(source, columnsRead(source, ['id']))} LIMIT ${rowCount(MOST_LOOKED_AT)}) AS o
      ${restOf(source)}
      LIMIT ${rowCount(MOST_COUNTED)}
    ) AS found`
}

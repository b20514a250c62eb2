// What a filter of payments means in SQL. The table alias of payments is `p`.
import { list, type Sql, sql } from '../db/sql.ts'
import type { PaymentFilter } from '../schemas/payment-filter.ts'
import { endOfDay, startOfDay } from './shop-time.ts'

export function paymentConditions(filter: PaymentFilter, timeZone: string): Sql[] {
  const { from, to, method, kind } = filter
  const found: Sql[] = []
  if (from) found.push(sql`p.received_at >= ${startOfDay(from, timeZone)}`)
  if (to) found.push(sql`p.received_at <= ${endOfDay(to, timeZone)}`)
  if (method) found.push(sql`p.method IN (${list(method.split(','))})`)
  if (kind) found.push(sql`p.kind IN (${list(kind.split(','))})`)
  return found
}

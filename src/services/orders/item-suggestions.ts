// Item suggestions: the names used most in recent orders, each with its last price.
import type { Reader } from '../../db/database.ts'
import { rowCount, sql } from '../../db/sql.ts'

export interface ItemSuggestion {
  itemName: string
  /** Smallest currency units. */
  unitPrice: number
}

/** Only recent items count: the work of a shop is seasonal, and counting all of them would get slower over time. */
const LATEST = 400

/** 'Silk scarf' and 'silk  scarf' are one item; the latest spelling is suggested. */
const SPELLING = sql`coalesce(n.folded, lower(latest.item_name))`

export const suggestItems = (db: Reader, limit: number) =>
  db.all<ItemSuggestion>(sql`
    SELECT used.item_name AS "itemName", used.unit_price AS "unitPrice"
    FROM (
      SELECT latest.item_name, latest.unit_price,
             count(*) OVER (PARTITION BY ${SPELLING}) AS uses,
             row_number() OVER (PARTITION BY ${SPELLING} ORDER BY latest.id DESC) AS age
      FROM (
        SELECT id, item_name, unit_price
        FROM order_items
        ORDER BY id DESC
        LIMIT ${rowCount(LATEST)}) latest
      LEFT JOIN item_names n ON n.name = latest.item_name) used
    WHERE used.age = 1
    ORDER BY used.uses DESC, used.item_name
    LIMIT ${rowCount(limit)}`)

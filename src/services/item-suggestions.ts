// What this shop makes most often lately, each with the price it was last sold for.
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export interface ItemSuggestion {
  itemName: string
  /** Smallest units. */
  unitPrice: number
}

/** Only the latest items are looked at: a shop's work changes with the season, and a count of all would grow. */
const LATEST = 400

/** The most used item names first. */
export const suggestItems = (db: Reader, limit: number) =>
  db.all<ItemSuggestion>(sql`
    SELECT used.item_name AS "itemName", used.unit_price AS "unitPrice"
    FROM (
      SELECT latest.item_name, latest.unit_price,
             count(*) OVER (PARTITION BY latest.item_name) AS uses,
             row_number() OVER (PARTITION BY latest.item_name ORDER BY latest.id DESC) AS age
      FROM (
        SELECT id, item_name, unit_price
        FROM order_items
        ORDER BY id DESC
        LIMIT ${LATEST}) latest) used
    WHERE used.age = 1
    ORDER BY used.uses DESC, used.item_name
    LIMIT ${limit}`)

// Writes of the *bare* baseline: an order with items, event, hash and idempotency key, in a group commit. The same rows
// as the real server writes.
import { createHash, randomBytes } from 'node:crypto'
import type { Database, Transaction } from '../../src/db/database.ts'
import { Sql, sql } from '../../src/db/sql.ts'
import { dueAt } from '../../src/lib/time/shop-time.ts'
import { hashOf } from '../../src/services/shared/events/chain.ts'
import { amount, amounts, item, type Row, type Shop, summary } from './bare-json.ts'
import { ORDER, SHOP } from './bare-orders.ts'
import { type GivenItem, type NamedItem, named, take } from './bare-stock.ts'

interface Input {
  customerId: number
  deadline: string
  items: GivenItem[]
}

export const bareEntry = (db: Database) => (input: Input, key: string) =>
  db.write(async (tx) => {
    const at = new Date().toISOString()
    const shop = (await tx.get<Shop>(new Sql([SHOP], []))) as Shop
    const wanted: NamedItem[] = []
    for (const item of input.items) wanted.push(await named(tx, item))
    const id = await insertOrder(tx, { ...input, items: wanted }, at, shop)
    const items = await insertItems(tx, wanted, id, at)
    await take(tx, id, wanted, at)
    const row = (await tx.get<Row>(new Sql([`${ORDER} WHERE o.id = `, ''], [id]))) as Row
    await recordPlaced(tx, row, items)
    const answer = { ...summary(row, shop), items: items.map(item), images: [], payments: [] }
    const hash = createHash('sha256').update(JSON.stringify(input)).digest('base64url')
    await tx.run(sql`
      INSERT INTO idempotency_keys (actor, route, key, body_hash, answer, created_at)
      VALUES ('bare', '/orders', ${key}, ${hash}, ${JSON.stringify(answer)}, ${at})`)
    return answer
  })

async function insertOrder(
  tx: Transaction,
  input: Omit<Input, 'items'> & { items: NamedItem[] },
  at: string,
  shop: Shop,
): Promise<number> {
  const { customerId, deadline, items } = input
  const counter = await tx.get<{ value: number }>(sql`
    UPDATE counters SET value = value + 1 WHERE name = 'order_number' RETURNING value`)
  const total = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * units(unitPrice), 0)
  const due = dueAt(deadline, shop.time_zone)
  const token = randomBytes(16).toString('base64url')
  const order = await tx.get<{ id: number }>(sql`
    INSERT INTO orders (number, customer_id, subtotal, total_amount, date_of_creation, deadline, due_at,
                        channel, tracking_token, created_at, updated_at)
    VALUES (${counter?.value ?? 0}, ${customerId}, ${total}, ${total}, ${at}, ${deadline}, ${due},
            'api', ${token}, ${at}, ${at})
    RETURNING id`)
  return order?.id ?? 0
}

async function insertItems(tx: Transaction, items: NamedItem[], order: number, at: string) {
  const rows: Row[] = []
  for (const [position, item] of items.entries()) {
    const { itemName, quantity, unitPrice, productId, variantId, taken } = item
    const row = await tx.get<Row>(sql`
      INSERT INTO order_items (order_id, position, item_name, quantity, unit_price, product_id, variant_id, stock_taken,
                               created_at, updated_at)
      VALUES (${order}, ${position}, ${itemName}, ${quantity}, ${units(unitPrice)}, ${productId}, ${variantId}, ${taken},
              ${at}, ${at})
      RETURNING id, order_id, product_id, variant_id, item_name, description, quantity, unit_price, discount_kind, discount_value,
                discount_amount, created_at, updated_at`)
    rows.push(row as Row)
  }
  return rows
}

/** The event of the order, hashed together with the previous hash. */
async function recordPlaced(tx: Transaction, order: Row, items: Row[]): Promise<void> {
  const { number, customer_id: customerId, employee_id: employeeId, deadline, created_at } = order
  const entityId = Number(order.id)
  const at = String(created_at)
  const told = items.map((row) => ({
    id: row.id,
    ...(row.variant_id !== null && { variantId: row.variant_id }),
    itemName: row.item_name,
    description: row.description,
    quantity: row.quantity,
    unitPrice: amount(row.unit_price),
    discount: null,
  }))
  const facts = { number, customerId, employeeId, deadline, ...amounts(order), items: told }
  const data = JSON.stringify(facts)
  const event = { type: 'order.placed', entity: 'order', entityId, actor: 'Bare', at, data }
  const newest = await tx.get<{ hash: string }>(sql`
    SELECT hash FROM event_chain ORDER BY event_id DESC LIMIT 1`)
  const stored = await tx.get<{ id: number }>(sql`
    INSERT INTO events (type, entity, entity_id, actor_name, at, data)
    VALUES (${event.type}, ${event.entity}, ${entityId}, ${event.actor}, ${at}, ${data})
    RETURNING id`)
  const id = stored?.id ?? 0
  const hash = hashOf(newest?.hash ?? null, { ...event, id, actorId: null, requestId: null })
  await tx.run(sql`INSERT INTO event_chain (event_id, hash) VALUES (${id}, ${hash})`)
}

const units = (text: string) => Math.round(Number(text) * 100)

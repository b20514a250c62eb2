// The writes of the *bare* baseline: an order with its items, its event and its kept key, in a shared commit.
import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'

interface Input {
  customerId: number
  deadline: string
  key: string
  items: { itemName: string; quantity: number; unitPrice: string }[]
}

export const bareEntry = (db: Database) => (input: Input) =>
  db.write(async (tx) => {
    const at = new Date().toISOString()
    const counter = await tx.get<{ value: number }>(sql`
      UPDATE counters SET value = value + 1 WHERE name = 'order_number' RETURNING value`)
    const items = input.items.map((item) => ({ ...item, unitPrice: units(item.unitPrice) }))
    const total = items.reduce((sum, item) => sum + item.quantity * item.unitPrice, 0)
    const order = await tx.get<{ id: number }>(sql`
      INSERT INTO orders (number, customer_id, total_amount, date_of_creation, deadline, due_at, channel,
                          tracking_token, created_at, updated_at)
      VALUES (${counter?.value ?? 0}, ${input.customerId}, ${total}, ${at}, ${input.deadline},
              ${`${input.deadline}T23:59:59.999Z`}, 'api', ${randomBytes(16).toString('base64url')},
              ${at}, ${at})
      RETURNING *`)
    const id = order?.id ?? 0
    for (const [position, { itemName, quantity, unitPrice }] of items.entries()) {
      await tx.run(sql`
        INSERT INTO order_items (order_id, position, item_name, quantity, unit_price, created_at, updated_at)
        VALUES (${id}, ${position}, ${itemName}, ${quantity}, ${unitPrice}, ${at}, ${at})`)
    }
    await tx.run(sql`
      INSERT INTO events (type, entity, entity_id, actor_name, at, data)
      VALUES ('order.placed', 'order', ${id}, 'Bare', ${at}, ${JSON.stringify(input)})`)
    const hash = createHash('sha256').update(JSON.stringify(input)).digest('base64url')
    const answer = { ...order, items }
    await tx.run(sql`
      INSERT INTO idempotency_keys (actor, route, key, body_hash, answer, created_at)
      VALUES ('bare', '/orders', ${input.key}, ${hash}, ${JSON.stringify(answer)}, ${at})`)
    return answer
  })

const units = (amount: string) => Math.round(Number(amount) * 100)

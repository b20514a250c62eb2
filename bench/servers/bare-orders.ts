// Reads of the *bare* baseline: straightforward prepared statements.
import type { Database } from 'better-sqlite3'
import { NO_DEADLINE, OPEN_STATUSES } from '../../src/schemas/orders/status.ts'
import { image, item, payment, type Row, type Shop, summary } from './bare-json.ts'

export const ORDER = `
  SELECT o.id, o.number, o.customer_id, o.employee_id, o.status, o.payment_status, o.subtotal,
         o.discount_kind, o.discount_value, o.discount_amount, o.tax_mode, o.tax_rate, o.tax_label,
         o.tax_amount, o.total_amount, o.paid_amount, o.retained_amount, o.date_of_creation,
         o.deadline, o.due_at, o.channel, o.shipping_address, o.notes, o.internal_notes, o.external_reference, o.metadata,
         o.tracking_token, o.tracking_revoked_at, o.version, o.archived_at, o.created_at,
         o.updated_at, c.name AS customer_name, c.phone_number AS customer_phone,
         e.name AS employee_name, e.phone_number AS employee_phone
  FROM orders o
  JOIN customers c ON c.id = o.customer_id
  LEFT JOIN employees e ON e.id = o.employee_id`
export const SHOP = 'SELECT currency, deposit_kind, deposit_value, time_zone FROM settings'

interface List {
  /** The rest of the statement; its parameters come from the query, in this order. */
  text: string
  values: string[]
  /** Cursor values of the last row. */
  cursor: (row: Row) => unknown[]
}

const byCreation = ({ date_of_creation: date, id }: Row) => ['orders -createdAt', date, id]

const LISTS: Record<string, List> = {
  newest: {
    text: `WHERE o.archived_at IS NULL AND (o.date_of_creation, o.id) < (?, ?)
           ORDER BY o.date_of_creation DESC, o.id DESC LIMIT 51`,
    values: ['date', 'id'],
    cursor: byCreation,
  },
  status: {
    text: `WHERE o.archived_at IS NULL AND o.status = ?
           ORDER BY o.date_of_creation DESC, o.id DESC LIMIT 51`,
    values: ['status'],
    cursor: byCreation,
  },
  open: {
    text: `WHERE o.archived_at IS NULL AND o.status IN ('${OPEN_STATUSES.join("', '")}')
             AND (coalesce(o.due_at, '${NO_DEADLINE}'), o.id) > (?, ?)
           ORDER BY coalesce(o.due_at, '${NO_DEADLINE}'), o.id LIMIT 51`,
    values: ['due', 'id'],
    cursor: ({ due_at: due, id }) => ['orders deadline', due ?? NO_DEADLINE, id],
  },
}

export function bareOrders(db: Database) {
  const settings = db.prepare<[], Shop>(SHOP)
  const order = db.prepare<[bigint], Row>(`${ORDER} WHERE o.id = ?`)
  const items = db.prepare<[bigint], Row>(`
    SELECT id, order_id, product_id, variant_id, item_name, description, quantity, unit_price, discount_kind, discount_value, discount_amount,
           created_at, updated_at
    FROM order_items WHERE order_id = ? ORDER BY position`)
  const images = db.prepare<[bigint], Row>(`
    SELECT id, content_type, size, width, height, shared, created_at, updated_at
    FROM order_images WHERE order_id = ? ORDER BY id`)
  const payments = db.prepare<[bigint], Row>(`
    SELECT p.id, p.order_id, p.kind, p.amount, p.method, p.note, p.actor_name, p.received_at,
           p.reverses_id, r.id AS reversed_by_id
    FROM payments p
    LEFT JOIN payments r ON r.reverses_id = p.id
    WHERE p.order_id = ? ORDER BY p.id`)
  const lists = Object.entries(LISTS).map(([name, list]) => {
    const statement = db.prepare<unknown[], Row>(`${ORDER} ${list.text}`)
    return [name, { ...list, statement }] as const
  })
  const known = new Map(lists)

  return {
    orderById(id: bigint) {
      return {
        ...summary(order.get(id) as Row, settings.get() as Shop),
        items: items.all(id).map(item),
        images: images.all(id).map((row) => image(id, row)),
        payments: payments.all(id).map(payment),
      }
    },
    listOf(name: string, query: Record<string, string>) {
      const list = known.get(name)
      if (!list) throw new Error(`There is no list "${name}"`)
      const rows = list.statement.all(list.values.map((value) => typed(value, query[value] ?? '')))
      const shop = settings.get() as Shop
      const shown = rows.slice(0, 50)
      const nextCursor = rows.length > 50 ? encoded(list.cursor(shown.at(-1) as Row)) : null
      return { data: shown.map((row) => summary(row, shop)), nextCursor }
    },
  }
}

const encoded = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url')

/** Ids are bound as integers, so that indexes apply. */
const typed = (name: string, value: string) => (name === 'id' ? BigInt(value) : value)

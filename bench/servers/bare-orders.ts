// The reads of the *bare* baseline: what one would write first, and nothing around it.
import type { Database } from 'better-sqlite3'

const COLUMNS = `
  o.id, o.number, o.customer_id, o.employee_id, o.status, o.payment_status, o.total_amount,
  o.paid_amount, o.date_of_creation, o.deadline, o.due_at, o.channel, o.shipping_address, o.notes,
  o.internal_notes, o.tracking_token, o.version, o.archived_at, o.created_at, o.updated_at,
  c.name AS customer_name, c.phone_number AS customer_phone, e.name AS employee_name,
  e.phone_number AS employee_phone`
const FROM = `
  FROM orders o
  JOIN customers c ON c.id = o.customer_id
  LEFT JOIN employees e ON e.id = o.employee_id`

/** By name the rest of the statement; its parameters come from the query, in this order. */
const LISTS: Record<string, { text: string; values: string[] }> = {
  newest: {
    text: `WHERE o.archived_at IS NULL AND (o.date_of_creation, o.id) < (?, ?)
           ORDER BY o.date_of_creation DESC, o.id DESC LIMIT 51`,
    values: ['date', 'id'],
  },
  status: {
    text: `WHERE o.archived_at IS NULL AND o.status = ?
           ORDER BY o.date_of_creation DESC, o.id DESC LIMIT 51`,
    values: ['status'],
  },
  open: {
    text: `WHERE o.archived_at IS NULL AND o.status IN ('pending', 'in_progress', 'ready')
             AND (coalesce(o.due_at, '9999'), o.id) > (?, ?)
           ORDER BY coalesce(o.due_at, '9999'), o.id LIMIT 51`,
    values: ['due', 'id'],
  },
  customer: {
    text: `WHERE o.archived_at IS NULL AND o.customer_id = ?
           ORDER BY o.date_of_creation DESC, o.id DESC LIMIT 51`,
    values: ['customer'],
  },
}

type Row = Record<string, unknown> & {
  total_amount: number
  paid_amount: number
  unit_price: number
  quantity: number
  amount: number
  due_at: string | null
}

export function bareOrders(db: Database) {
  const order = db.prepare<[bigint], Row>(`SELECT ${COLUMNS} ${FROM} WHERE o.id = ?`)
  const items = db.prepare<[bigint], Row>(`
    SELECT id, item_name, description, quantity, unit_price
    FROM order_items WHERE order_id = ? ORDER BY position`)
  const images = db.prepare<[bigint], Row>(`
    SELECT id, content_type, size, width, height, created_at
    FROM order_images WHERE order_id = ? ORDER BY id`)
  const payments = db.prepare<[bigint], Row>(`
    SELECT id, order_id, kind, amount, method, note, actor_name, received_at
    FROM payments WHERE order_id = ? ORDER BY id`)
  const lists = Object.entries(LISTS).map(([name, { text, values }]) => {
    const statement = db.prepare<unknown[], Row>(`SELECT ${COLUMNS} ${FROM} ${text}`)
    return [name, { statement, values }] as const
  })
  const known = new Map(lists)

  return {
    orderById(id: bigint) {
      return {
        ...summary(order.get(id) as Row),
        items: items.all(id).map(item),
        images: images.all(id).map((row) => image(id, row)),
        payments: payments.all(id).map(payment),
      }
    },
    listOf(name: string, query: Record<string, string>) {
      const list = known.get(name)
      if (!list) throw new Error(`There is no list "${name}"`)
      const given = list.values.map((value) => query[value] ?? '')
      const rows = list.statement.all(given.map((value, at) => typed(list.values[at], value)))
      const shown = rows.slice(0, 50)
      const last = shown.at(-1)
      const cursor = JSON.stringify(['orders', last?.date_of_creation, last?.id])
      const nextCursor = rows.length > 50 ? Buffer.from(cursor).toString('base64url') : null
      return { data: shown.map(summary), nextCursor }
    },
  }
}

/** Ids are bound as integers, so that an index on them can be used. */
const typed = (name: string | undefined, value: string) =>
  name === 'id' || name === 'customer' ? BigInt(value) : value

const amount = (units: number) => (units / 100).toFixed(2)

const summary = (row: Row) => ({
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  employeeId: row.employee_id,
  status: row.status,
  paymentStatus: row.payment_status,
  totalAmount: amount(row.total_amount),
  paidAmount: amount(row.paid_amount),
  balance: amount(row.total_amount - row.paid_amount),
  currency: 'GBP',
  dateOfCreation: row.date_of_creation,
  deadline: row.deadline,
  overdue: row.due_at !== null && row.due_at < new Date().toISOString(),
  channel: row.channel,
  shippingAddress: row.shipping_address,
  notes: row.notes,
  internalNotes: row.internal_notes,
  trackingToken: row.tracking_token,
  version: row.version,
  archivedAt: row.archived_at,
  customer: { id: row.customer_id, name: row.customer_name, phoneNumber: row.customer_phone },
  employee:
    row.employee_id === null
      ? null
      : { id: row.employee_id, name: row.employee_name, phoneNumber: row.employee_phone },
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const item = (row: Row) => ({
  id: row.id,
  itemName: row.item_name,
  description: row.description,
  quantity: row.quantity,
  unitPrice: amount(row.unit_price),
  lineTotal: amount(row.quantity * row.unit_price),
})

const image = (order: bigint, row: Row) => ({
  id: row.id,
  url: `/api/orders/${order}/images/${row.id}`,
  thumbnailUrl: `/api/orders/${order}/images/${row.id}?size=thumb`,
  contentType: row.content_type,
  size: row.size,
  width: row.width,
  height: row.height,
  createdAt: row.created_at,
})

const payment = (row: Row) => ({
  id: row.id,
  orderId: row.order_id,
  kind: row.kind,
  amount: amount(row.amount),
  method: row.method,
  note: row.note,
  actor: row.actor_name,
  receivedAt: row.received_at,
})

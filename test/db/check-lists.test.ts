// The lists of values in the schema are those of the program: none can be added in one place only.
import { join } from 'node:path'
import t from 'tap'
import { sql } from '../../src/db/sql.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import {
  CHANNELS,
  ORDER_STATUSES,
  PAYMENT_KINDS,
  PAYMENT_METHODS,
  PAYMENT_STATUSES,
} from '../../src/schemas/order-status.ts'
import { DISCOUNT_KINDS, TAX_MODES } from '../../src/schemas/prices.ts'
import { ROLES } from '../../src/schemas/roles.ts'
import { onlyOnSqlite } from '../database.ts'

onlyOnSqlite('drift.test.ts compares both engines')

const LISTS: Record<string, readonly string[]> = {
  'users.role': ROLES,
  'orders.status': ORDER_STATUSES,
  'orders.payment_status': PAYMENT_STATUSES,
  'orders.channel': CHANNELS,
  'orders.discount_kind': DISCOUNT_KINDS,
  'orders.tax_mode': TAX_MODES,
  'order_items.discount_kind': DISCOUNT_KINDS,
  'settings.tax_mode': TAX_MODES,
  'payments.kind': PAYMENT_KINDS,
  'payments.method': PAYMENT_METHODS,
}

const db = await openSqlite({ file: join(t.testdir(), 'hemline.db') })
t.teardown(() => db.close())

for (const [column, values] of Object.entries(LISTS)) {
  t.test(`${column} takes what the program knows`, async (t) => {
    const [table = '', name = ''] = column.split('.')
    const { text } =
      (await db.get<{ text: string }>(sql`
        SELECT sql AS text FROM sqlite_schema WHERE type = 'table' AND name = ${table}`)) ?? {}
    const check = new RegExp(`CHECK \\(${name} IN \\(([^)]*)\\)\\)`).exec(text ?? '')
    t.same(
      check?.[1]?.split(', '),
      values.map((value) => `'${value}'`),
    )
  })
}

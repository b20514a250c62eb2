// CHECK lists of the schema: equal to the lists of the program, in both directions.
import { join } from 'node:path'
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { openSqlite } from '../../../src/db/sqlite/engine.ts'
import { TIERS } from '../../../src/schemas/access/tiers.ts'
import { DISCOUNT_KINDS } from '../../../src/schemas/orders/prices.ts'
import {
  CHANNELS,
  ORDER_STATUSES,
  PAYMENT_KINDS,
  PAYMENT_STATUSES,
} from '../../../src/schemas/orders/status.ts'
import { PAYMENT_METHODS } from '../../../src/schemas/shop/payment-methods.ts'
import { TAX_MODES } from '../../../src/schemas/shop/tax.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'

onlyOnSqlite('drift.test.ts compares both engines')

const LISTS: Record<string, readonly string[]> = {
  'users.role': TIERS,
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
  t.test(`${column} accepts the values that the program knows`, async (t) => {
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

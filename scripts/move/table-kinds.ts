// Tables of a shop that a move does not simply copy.
import type { TableKinds } from '../../src/db/move/endpoints.ts'

export const TABLE_KINDS: TableKinds = {
  derived: [
    ...['order_sums', 'order_sum_changes'],
    ...['customer_sums', 'owing_customers', 'owing_customer_changes'],
  ],
  seeded: ['counters', 'roles', 'opening_hours', 'delivery_methods'],
}

// Per event type: how it is undone, and whether it prevents the undo of earlier events.
import { parseAmount } from '../../../lib/money/amounts.ts'
import type { Permission } from '../../../schemas/access/permissions.ts'
import type { EventType } from '../../../schemas/events/types.ts'
import { unmergeCustomers } from '../../care/merge/undo.ts'
import { restoreCategory } from '../../catalogue/categories.ts'
import { restoreProduct } from '../../catalogue/products/index.ts'
import { restoreOrder } from '../../orders/archive.ts'
import { retainedFacts } from '../../orders/cancellation.ts'
import { reversePayment } from '../../orders/payments/reversals.ts'
import { getOrder } from '../../orders/read.ts'
import { storeStatus } from '../../orders/status.ts'
import { restoreCustomer } from '../../people/customers/index.ts'
import { restoreEmployee } from '../../people/employees/index.ts'
import type { Change } from '../../shared/change.ts'
import type { EventOf } from '../../shared/events/read.ts'
import { findSettings } from '../../shop/settings/read.ts'

export interface UndoRule<Type extends EventType> {
  /** Null if the state before the event can't be restored. */
  undo: ((change: Change, event: EventOf<Type>) => Promise<unknown>) | null
  /** What whoever undoes it must still be allowed to do. */
  needs?: Permission
  /** What the same would need without an undo, if that is more: it asks for the password where that does. */
  equals?: Permission
  /** Whether it depends on earlier state, so that earlier events can't be undone any more. */
  overtakes: boolean
}

const INDEPENDENT = { undo: null, overtakes: false }
const OVERTAKES = { undo: null, overtakes: true }

export type UndoRules = { readonly [Type in EventType]: UndoRule<Type> }

export const UNDO_RULES: UndoRules = {
  'order.placed': INDEPENDENT,
  'order.updated': OVERTAKES,
  'order.status_updated': { undo: undoMove, needs: 'orders.move', overtakes: true },
  'order.images_added': INDEPENDENT,
  'order.image_removed': INDEPENDENT,
  'order.image_shared': INDEPENDENT,
  'order.image_unshared': INDEPENDENT,
  'order.material_issued': INDEPENDENT,
  'order.material_returned': INDEPENDENT,
  'order.tracking_renewed': INDEPENDENT,
  'order.tracking_revoked': INDEPENDENT,
  'order.archived': {
    undo: (change, { id, entityId }) => restoreOrder(change, entityId, { undoes: id }),
    needs: 'orders.write',
    overtakes: true,
  },
  'order.restored': OVERTAKES,
  'payment.recorded': {
    undo: undoPayment,
    needs: 'payments.record',
    equals: 'payments.refund',
    overtakes: true,
  },
  'payment.reversed': OVERTAKES,
  'customer.created': INDEPENDENT,
  'customer.updated': OVERTAKES,
  'customer.consent_changed': OVERTAKES,
  'customer.archived': {
    undo: (change, { id, entityId }) => restoreCustomer(change, entityId, { undoes: id }),
    needs: 'customers.write',
    overtakes: true,
  },
  'customer.restored': OVERTAKES,
  'customer.merged': { undo: unmergeCustomers, needs: 'customers.merge', overtakes: true },
  'customer.unmerged': OVERTAKES,
  'customer.erased': OVERTAKES,
  'customer.code_created': INDEPENDENT,
  'customer.invited': INDEPENDENT,
  'customer.account_linked': OVERTAKES,
  'employee.created': INDEPENDENT,
  'employee.updated': OVERTAKES,
  'employee.archived': {
    undo: (change, { id, entityId }) => restoreEmployee(change, entityId, { undoes: id }),
    needs: 'employees.write',
    overtakes: true,
  },
  'employee.restored': OVERTAKES,
  'category.created': INDEPENDENT,
  'category.updated': OVERTAKES,
  'category.archived': {
    undo: (change, { id, entityId }) => restoreCategory(change, entityId, { undoes: id }),
    needs: 'products.write',
    overtakes: true,
  },
  'category.restored': OVERTAKES,
  'product.created': INDEPENDENT,
  'product.updated': OVERTAKES,
  'product.archived': {
    undo: (change, { id, entityId }) => restoreProduct(change, entityId, { undoes: id }),
    needs: 'products.write',
    overtakes: true,
  },
  'product.restored': OVERTAKES,
  'product.images_added': INDEPENDENT,
  'product.images_ordered': INDEPENDENT,
  'product.image_removed': INDEPENDENT,
  'product.variant_added': INDEPENDENT,
  'product.variant_updated': INDEPENDENT,
  'product.variant_archived': INDEPENDENT,
  'product.variant_restored': INDEPENDENT,
  'product.stock_moved': INDEPENDENT,
  'product.hold_released': INDEPENDENT,
  'count.opened': INDEPENDENT,
  'count.posted': INDEPENDENT,
  'count.cancelled': INDEPENDENT,
  'settings.created': INDEPENDENT,
  'settings.updated': OVERTAKES,
  'settings.logo_changed': INDEPENDENT,
  'role.created': INDEPENDENT,
  'role.updated': INDEPENDENT,
  'role.deleted': INDEPENDENT,
  'key.created': INDEPENDENT,
  'key.updated': INDEPENDENT,
  'key.revoked': INDEPENDENT,
  'device.created': INDEPENDENT,
  'device.enrolled': INDEPENDENT,
  'device.revoked': INDEPENDENT,
  'device.pin_locked': INDEPENDENT,
  'user.created': INDEPENDENT,
  'user.updated': OVERTAKES,
  'user.avatar_changed': INDEPENDENT,
  'user.deleted': INDEPENDENT,
  'user.signed_in': INDEPENDENT,
  'user.signed_out': INDEPENDENT,
  'user.session_revoked': INDEPENDENT,
  'user.sign_in_locked': INDEPENDENT,
  'user.second_factor_enabled': INDEPENDENT,
  'user.second_factor_disabled': INDEPENDENT,
  'user.second_factor_reset': INDEPENDENT,
  'user.recovery_code_used': INDEPENDENT,
  'user.recovery_codes_renewed': INDEPENDENT,
  'user.password_link_created': INDEPENDENT,
  'user.password_link_used': INDEPENDENT,
  'user.session_ended': INDEPENDENT,
}

/** Restores the exact status and retained amount, even if the transition table forbids that move. */
async function undoMove(
  change: Change,
  { id, entityId, data }: EventOf<'order.status_updated'>,
): Promise<void> {
  const { currency } = await findSettings(change)
  const order = await getOrder(change, entityId)
  const retained = data.retainedAmount
    ? parseAmount(data.retainedAmount.before, currency, '')
    : order.retainedAmount
  const facts = { ...retainedFacts(order.retainedAmount, retained, currency), undoes: id }
  await storeStatus(change, order, { status: data.status.before, retained }, facts)
}

/** The ledger row that this event recorded, if not reversed yet. */
async function undoPayment(
  change: Change,
  { id, entityId, at, data }: EventOf<'payment.recorded'>,
): Promise<void> {
  const { currency } = await findSettings(change)
  const { payments } = await getOrder(change, entityId)
  const amount = parseAmount(data.amount, currency, '')
  const payment = payments.findLast(
    (row) =>
      row.receivedAt === at &&
      row.kind === data.kind &&
      row.amount === amount &&
      row.reversedById === null,
  )
  if (!payment) throw new Error(`The payment of event ${id} is not in the ledger`)
  await reversePayment(change, entityId, payment.id, 'Undone', { undoes: id })
}

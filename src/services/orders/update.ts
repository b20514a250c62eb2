// Partial updates through the API: the fields and the status of an order, in one transaction.
import type { OrderUpdate } from '../../schemas/orders/index.ts'
import { expectMay } from '../access/rights.ts'
import type { Change } from '../shared/change.ts'
import type { ExpectedVersion } from '../shared/versions.ts'
import { updateOrder } from './edit.ts'
import { setOrderStatus } from './status.ts'
import type { Order } from './types.ts'

/**
 * Fields first, since the total decides whether the status may change.
 * @throws Refusal `forbidden`, and those of `updateOrder` and `setOrderStatus`
 */
export async function changeOrder(
  change: Change,
  id: number,
  { status, ...patch }: OrderUpdate,
  version: ExpectedVersion,
): Promise<Order> {
  if (status === undefined) return updateOrder(change, id, patch, { version })
  expectMay(change, 'orders.move')
  const isMoveAlone = Object.keys(patch).length === 0
  if (!isMoveAlone) await updateOrder(change, id, patch, { version })
  return setOrderStatus(change, id, { status }, isMoveAlone ? version : undefined)
}

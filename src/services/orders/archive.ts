// Archives orders instead of deleting them: an archived order is hidden from lists; its history and payments stay.
import { Refusal } from '../../lib/errors/refusal.ts'
import type { EventData } from '../../schemas/events/types.ts'
import { archiveRow, restoreRow } from '../shared/archive.ts'
import type { Change } from '../shared/change.ts'
import type { ExpectedVersion } from '../shared/versions.ts'
import { getOrder } from './read.ts'
import type { Order } from './types.ts'

export async function archiveOrder(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  await archiveRow(change, 'order', await getOrder(change, id), version)
}

export async function restoreOrder(
  change: Change,
  id: number,
  facts: EventData<'order.restored'> = {},
): Promise<Order> {
  const order = await getOrder(change, id)
  return (await restoreRow(change, 'order', order, facts)) ? getOrder(change, id) : order
}

/** @throws Refusal `order_archived` */
export function expectNotArchived({ archivedAt }: Pick<Order, 'archivedAt'>): void {
  if (archivedAt === null) return
  throw new Refusal(
    'conflict',
    'order_archived',
    'This order is archived. Restore it before you change it.',
  )
}

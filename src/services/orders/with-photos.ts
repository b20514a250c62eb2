// Creates an order together with its photos.
import type { OrderInput } from '../../schemas/orders/index.ts'
import type { Channel } from '../../schemas/orders/status.ts'
import type { PreparedPhoto } from '../photos/prepare.ts'
import type { Change } from '../shared/change.ts'
import { createOrder } from './entry.ts'
import { addImages } from './photos.ts'
import { getOrder } from './read.ts'
import type { Order } from './types.ts'

export interface NewOrder {
  input: OrderInput
  channel: Channel
  photos: readonly PreparedPhoto[]
}

/** @throws Refusal of `createOrder` and of `addImages` */
export async function createOrderWithPhotos(
  change: Change,
  { input, channel, photos }: NewOrder,
  most: number,
): Promise<Order> {
  const order = await createOrder(change, input, channel)
  if (photos.length === 0) return order
  await addImages(change, order.id, photos, most)
  return getOrder(change, order.id)
}

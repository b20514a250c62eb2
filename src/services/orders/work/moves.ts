// Moves of assigned work: start, finish, and back to work. Handing over and cancelling are for the counter.
import { Refusal } from '../../../lib/errors/refusal.ts'
import type { OrderStatus } from '../../../schemas/orders/status.ts'
import { WORK_MOVES } from '../../../schemas/orders/work.ts'
import type { PreparedPhoto } from '../../photos/prepare.ts'
import type { Change } from '../../shared/change.ts'
import type { ExpectedVersion } from '../../shared/versions.ts'
import { addImages } from '../photos.ts'
import { setOrderStatus } from '../status.ts'
import type { OrderImage } from '../types.ts'
import { getWork, type Maker, type WorkOrder, workOf } from './index.ts'

/**
 * An equal status changes nothing.
 * @throws Refusal `not_found`, `stale_version`, `illegal_transition` with the legal ones in `allowed`, `deposit_required`
 * without its amount
 */
export async function moveWork(
  change: Change,
  id: number,
  to: OrderStatus,
  maker: Maker,
  version?: ExpectedVersion,
): Promise<WorkOrder> {
  const work = await getWork(change, id, maker)
  const allowed = WORK_MOVES[work.status]
  if (to !== work.status && !allowed.includes(to)) throw illegal(work.status, to)
  try {
    return workOf(await setOrderStatus(change, id, { status: to }, version))
  } catch (error) {
    throw error instanceof Refusal && error.code === 'deposit_required' ? withoutAmount() : error
  }
}

function illegal(from: OrderStatus, to: OrderStatus): Refusal {
  const message =
    'Work can be started, finished and taken back. For anything else, ask the counter.'
  return new Refusal('conflict', 'illegal_transition', message, {
    members: { from, to, allowed: [...WORK_MOVES[from]] },
  })
}

const withoutAmount = () =>
  new Refusal(
    'conflict',
    'deposit_required',
    'The deposit for this order has not been paid, so work cannot start yet. Ask the counter.',
  )

/** @throws Refusal `not_found`, `too_many_images` */
export async function addWorkImages(
  change: Change,
  id: number,
  photos: readonly PreparedPhoto[],
  most: number,
  maker: Maker,
): Promise<OrderImage[]> {
  await getWork(change, id, maker)
  return addImages(change, id, photos, most)
}

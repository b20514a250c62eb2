// Photos of sample orders: which orders have some, and the photos themselves.
import { type PreparedPhoto, preparePhoto } from '../../src/services/photos/prepare.ts'
import type { SampleItem } from './garments.ts'
import { garmentPhoto, swatchPhoto } from './photos.ts'
import type { PlannedOrder } from './plan.ts'
import { Random } from './random.ts'

type ItemLook = NonNullable<SampleItem['look']>

/** The newest orders with drawable garments, all different: their positions and looks. */
export function ordersWithPhotos(
  orders: readonly PlannedOrder[],
  most: number,
): { position: number; look: ItemLook }[] {
  const seen = new Set<string>()
  const chosen: { position: number; look: ItemLook }[] = []
  for (let position = orders.length - 1; position >= 0 && chosen.length < most; position--) {
    const look = orders[position]?.items.find((item) => item.look)?.look
    const key = look && `${look.shape} ${look.colour.hex}`
    if (!look || !key || seen.has(key)) continue
    seen.add(key)
    chosen.push({ position, look })
  }
  return chosen
}

/** The garment and its cloth, prepared as by an upload. */
export function photosOf(look: ItemLook, seed: number): Promise<PreparedPhoto[]> {
  const random = new Random(seed)
  return Promise.all(
    [garmentPhoto(random, look), swatchPhoto(random, look)].map(async (photo) =>
      preparePhoto(await photo),
    ),
  )
}

// Which orders have photos, and the photos themselves.
import { type PreparedPhoto, preparePhoto } from '../../src/services/photos.ts'
import type { SampleItem } from './garments.ts'
import { garmentPhoto, swatchPhoto } from './photos.ts'
import type { PlannedOrder } from './plan.ts'
import { Random } from './random.ts'

type ItemLook = NonNullable<SampleItem['look']>

/** The newest orders whose garments can be shown, no two alike: their positions and looks. */
export function photographed(
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

/** The garment and its cloth, as an upload would have prepared them. */
export function photosOf(look: ItemLook, seed: number): Promise<PreparedPhoto[]> {
  const random = new Random(seed)
  return Promise.all(
    [garmentPhoto(random, look), swatchPhoto(random, look)].map(async (photo) =>
      preparePhoto(await photo),
    ),
  )
}

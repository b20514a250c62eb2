// Photos for some of the newest orders of a large sample shop.
import type { Database } from '../../src/db/database.ts'
import { addImages } from '../../src/services/orders/photos.ts'
import { change } from '../../src/services/shared/change.ts'
import { ordersWithPhotos, photosOf } from './gallery.ts'
import type { SampleParameters } from './parameters.ts'
import { actorOf, SAMPLE } from './people.ts'
import type { PlannedOrder } from './plan.ts'

export async function addPhotos(
  { db, wanted }: { db: Database; wanted: SampleParameters },
  newest: { id: number; order: PlannedOrder }[],
) {
  const chosen = ordersWithPhotos(
    newest.map(({ order }) => order),
    wanted.photographed,
  )
  for (const [done, { position, look }] of chosen.entries()) {
    const { id, order } = newest[position] as (typeof newest)[number]
    const photos = await photosOf(look, wanted.seed + position)
    const at = wanted.now.toISOString()
    await db.write((tx) => {
      const step = change(tx, actorOf(order.employee), SAMPLE, at)
      return addImages(step, id, photos, photos.length)
    })
    wanted.progress('photos', (done + 1) * 2, chosen.length * 2)
  }
}

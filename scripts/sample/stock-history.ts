// What happened to the stock of a sample shop in the last weeks: deliveries, losses, a count that is posted and one that
// is open, and stock that a buyer keeps.
import type { Database } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import type { ManualReason } from '../../src/schemas/catalogue/stock.ts'
import { enterLine, openCount, postCount } from '../../src/services/catalogue/stock/counts.ts'
import { holdStock } from '../../src/services/catalogue/stock/holds.ts'
import { moveStock } from '../../src/services/catalogue/stock/movements.ts'
import { type Change, change } from '../../src/services/shared/change.ts'
import type { SampleParameters } from './parameters.ts'
import { actorOf, SAMPLE } from './people.ts'
import { Random } from './random.ts'

const DAY_MS = 86_400_000
const HALF_HOUR_MS = 1_800_000

interface Stocked {
  id: number
  stock: number
  unit: 'piece' | 'm'
}

const NOTES: Partial<Record<ManualReason, string>> = {
  damaged: 'Zip torn at the try-on',
  returned: 'Too large, unworn',
  lost: 'Not on the rail',
}

/** Nothing in a shop that had a history already. */
export async function moveGoods(db: Database, { seed, now }: SampleParameters): Promise<void> {
  const known = await db.get(sql`SELECT id FROM stock_movements WHERE reason <> 'opening' LIMIT 1`)
  if (known) return
  const random = new Random(seed + 0x57_0c)
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString()
  await db.write(async (tx) => {
    const step = (days: number) => change(tx, actorOf(null), SAMPLE, before(days))
    for (const days of [40, 26, 12, 5]) await receive(step(days), random)
    await mishaps(step(9), random)
    await count(step(7), random, true)
    await count(step(1), random, false)
    const [kept] = await inStock(step(0), 1)
    if (kept) {
      const holder = { holder: 'cart:sample', lasts: HALF_HOUR_MS }
      await holdStock(step(0), [{ variantId: kept.id, quantity: 1000 }], holder)
    }
  })
}

const inStock = (step: Change, least: number) =>
  step.all<Stocked>(sql`
    SELECT v.id, v.stock, v.unit FROM variants v
    JOIN products p ON p.id = v.product_id
    WHERE p.archived_at IS NULL AND p.kind <> 'made_to_order' AND v.stock >= ${least * 1000}
    ORDER BY v.id`)

async function receive(step: Change, random: Random): Promise<void> {
  const variants = await inStock(step, 1)
  for (let goods = 0; goods < 6; goods += 1) {
    const { id, unit } = random.pick(variants)
    const delta = unit === 'm' ? random.int(4, 20) + 0.5 : random.int(1, 3)
    await moveStock(step, id, { delta, reason: 'received', note: 'Delivery' })
  }
}

async function mishaps(step: Change, random: Random): Promise<void> {
  for (const reason of ['damaged', 'returned', 'lost'] as const) {
    const { id } = random.pick(await inStock(step, 2))
    const delta = reason === 'returned' ? 1 : -1
    await moveStock(step, id, { delta, reason, note: NOTES[reason] ?? null })
  }
}

/** Of three variants one is found to be short. */
async function count(step: Change, random: Random, isPosted: boolean): Promise<void> {
  const note = isPosted ? 'The rail by the window' : 'Fabrics'
  const { id } = await openCount(step, { note, blind: !isPosted })
  const variants = await inStock(step, 2)
  const chosen = new Set([0, 1, 2].map(() => random.pick(variants)))
  for (const [at, { id: variantId, stock }] of [...chosen].entries()) {
    await enterLine(step, id, { variantId, counted: (at === 0 ? stock - 1000 : stock) / 1000 })
  }
  if (isPosted) await postCount(step, id)
}

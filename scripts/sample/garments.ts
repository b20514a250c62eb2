// Sample garments: work, price, and look of a photo.
import { type Colour, EVERYDAY } from './colours.ts'
import type { Random } from './random.ts'

export type Look = 'gown' | 'jacket' | 'trousers' | 'skirt' | 'shirt' | 'kaftan'
export type Cloth =
  | 'satin'
  | 'lace'
  | 'linen'
  | 'stripe'
  | 'houndstooth'
  | 'twill'
  | 'print'
  | 'plaid'

export interface Garment {
  name: string
  /** `{colour}` stands for one of the garment's colours. */
  work: readonly string[]
  /** Lowest and highest, in whole units of the currency. */
  price: readonly [number, number]
  /** Ordered quantity; one by default. */
  quantity?: readonly [number, number]
  /** Look of a photo; without it there is none. */
  look?: { shape: Look; cloth: Cloth }
  colours?: readonly Colour[]
}

export interface SampleItem {
  itemName: string
  description: string
  quantity: number
  /** Whole units of the currency. */
  price: number
  look: { shape: Look; cloth: Cloth; colour: Colour } | null
}

export function itemOf(random: Random, garment: Garment): SampleItem {
  const colour = random.pick(garment.colours ?? EVERYDAY)
  const text = random.pick(garment.work).replace('{colour}', colour.name)
  const [from, to] = garment.price
  // Prices above 40 are multiples of 5, as on a price list.
  const step = from >= 40 ? 5 : 1
  return {
    itemName: garment.name,
    description: text.charAt(0).toUpperCase() + text.slice(1),
    quantity: garment.quantity ? random.int(...garment.quantity) : 1,
    price: from + step * random.int(0, Math.floor((to - from) / step)),
    look: garment.look ? { ...garment.look, colour } : null,
  }
}

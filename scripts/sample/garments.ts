// A garment on an order: what is to be done to it, what it costs, and how a photo of it looks.
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
  /** What is to be done; `{colour}` stands for one of the garment's colours. */
  work: readonly string[]
  /** From and to, in whole units of the currency. */
  price: readonly [number, number]
  /** How many of them one orders; one when left out. */
  quantity?: readonly [number, number]
  /** How a photo of it looks; without, nobody photographs it. */
  look?: { shape: Look; cloth: Cloth }
  colours?: readonly Colour[]
}

/** One line of an order, and what a photo of it would show. */
export interface SampleItem {
  itemName: string
  description: string
  quantity: number
  /** Whole units of the currency. */
  price: number
  look: { shape: Look; cloth: Cloth; colour: Colour } | null
}

/** The garment as one customer wants it. */
export function itemOf(random: Random, garment: Garment): SampleItem {
  const colour = random.pick(garment.colours ?? EVERYDAY)
  const text = random.pick(garment.work).replace('{colour}', colour.name)
  const [from, to] = garment.price
  // Prices end on 5 above 40, as on a price list.
  const step = from >= 40 ? 5 : 1
  return {
    itemName: garment.name,
    description: text.charAt(0).toUpperCase() + text.slice(1),
    quantity: garment.quantity ? random.int(...garment.quantity) : 1,
    price: from + step * random.int(0, Math.floor((to - from) / step)),
    look: garment.look ? { ...garment.look, colour } : null,
  }
}

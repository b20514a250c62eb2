// Goods of the sample shop: what it sells ready-made, makes to order, and has as material.
import type { ProductKind } from '../../src/schemas/catalogue/kinds.ts'
import type { Colour } from './colours.ts'
import type { Cloth, Look } from './garments.ts'

export interface Good {
  name: string
  category: string
  description: string
  care: string
  kind?: ProductKind
  /** Whole units of the currency; the cost is what the shop pays or what the cloth comes to. */
  price: number
  cost: number
  supplier?: string
  sizes?: readonly string[]
  colours: readonly Colour[]
  /** Without a shape it is a piece of cloth. */
  look: { shape?: Look; cloth: Cloth }
  featured?: true
  /** Pieces, or metres of material, by variant in turns; 0 is sold out. */
  stock: readonly number[]
  archived?: true
}

export const CATEGORIES = [
  { name: 'Dresses', description: 'Cut and sewn in our workroom, in small numbers.' },
  { name: 'Shirts and blouses', description: 'Linen, cotton and silk.' },
  { name: 'Skirts and trousers', description: 'Lined, with a hem that can be let down.' },
  { name: 'Jackets', description: 'Half canvas, with working cuffs.' },
  { name: 'Made to order', description: 'Cut to your measurements, with two fittings.' },
  { name: 'Scarves', description: 'From the ends of the roll.' },
  { name: 'Fabrics', description: 'By the metre, also for what we sew for you.' },
] as const

export const COOL = 'Wash at 30, iron while damp.'
export const DRY = 'Dry clean only.'
export const MILLS = ['Aire Valley Weavers', 'Lister & Daughters', 'Porto Linen Co'] as const

export const some = (colours: readonly Colour[], count: number, from = 0) =>
  colours.slice(from, from + count)

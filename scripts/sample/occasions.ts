// Occasions of sample orders: garments, duration, notes.
import { EVERYDAY_WORK, GROUPS, HOME, SCHOOL } from './everyday.ts'
import { type Garment, itemOf, type SampleItem } from './garments.ts'
import { OCCASIONS, SUITS, WEDDING } from './made-to-order.ts'
import type { Random } from './random.ts'

interface Occasion {
  weight: number
  garments: readonly Garment[]
  /** Fewest and most kinds of garments in one order. */
  kinds: readonly [number, number]
  /** Days from the order to its deadline. */
  days: readonly [number, number]
  notes: readonly string[]
}

const OCCASION_LIST: readonly Occasion[] = [
  {
    weight: 16,
    garments: WEDDING,
    kinds: [1, 3],
    days: [21, 60],
    notes: [
      'Wedding on a Saturday: final fitting the Tuesday before.',
      'Bring the shoes to the fitting, heel 7 cm.',
      'Bust 92, waist 74, hip 101. Nothing tighter at the waist.',
      'Sister collects, name on the ticket.',
      'Do not steam the lace. Cover when hanging.',
    ],
  },
  {
    weight: 22,
    garments: SUITS,
    kinds: [1, 3],
    days: [6, 35],
    notes: [
      'Chest 104, waist 92, inside leg 81.',
      'Show 1 cm of shirt cuff.',
      'Wears it with the brown brogues, check the break with them.',
      'Phone on the right side: leave room in the inner pocket.',
    ],
  },
  {
    weight: 24,
    garments: OCCASIONS,
    kinds: [1, 2],
    days: [9, 35],
    notes: [
      'For Eid, not a day later.',
      'Same measurements as last time, 2 cm longer.',
      'Fabric is hers: 5 yards, keep the rest.',
      'Naming ceremony on Sunday. Ready by Friday.',
      'Neckline not lower than on the photo.',
    ],
  },
  {
    weight: 24,
    garments: EVERYDAY_WORK,
    kinds: [1, 3],
    days: [3, 12],
    notes: [
      'Pinned by the customer, check before cutting.',
      'Match the old thread, not the new one.',
      'Use the spare button inside the pocket.',
      'Collects after work, we are open until 7.',
    ],
  },
  {
    weight: 8,
    garments: SCHOOL,
    kinds: [1, 3],
    days: [4, 14],
    notes: ['Needed before term starts.', 'Two children: labels A and B in the collars.'],
  },
  {
    weight: 6,
    garments: HOME,
    kinds: [1, 2],
    days: [10, 28],
    notes: ['Measured at the window, no allowance needed.', 'Pattern must meet in the middle.'],
  },
  {
    weight: 3,
    garments: GROUPS,
    kinds: [1, 1],
    days: [18, 40],
    notes: [
      'Size list by e-mail. Invoice to the office.',
      'One sample first, the rest after approval.',
    ],
  },
]

const INTERNAL_NOTES = [
  'Lining is in drawer 4.',
  'Order 3 m more of the crepe before cutting.',
  'Second fitting went well, only the hem left.',
  'Called twice, no answer. Try again on Monday.',
  'Steamer leaves marks on this cloth: test inside the seam.',
  'Charge the rush fee next time.',
]

export interface Job {
  items: SampleItem[]
  /** Days until the deadline. */
  days: number
  notes: string | null
  internalNotes: string | null
}

/** A random order of one customer. */
export function job(random: Random): Job {
  const occasion = random.weighted(OCCASION_LIST)
  const garments = random.sample(occasion.garments, random.int(...occasion.kinds))
  return {
    items: garments.map((garment) => itemOf(random, garment)),
    days: random.int(...occasion.days),
    notes: random.chance(0.7) ? random.pick(occasion.notes) : null,
    internalNotes: random.chance(0.2) ? random.pick(INTERNAL_NOTES) : null,
  }
}

// Everyday garments and work: repairs, school, curtains, groups. Prices in whole units of the currency.
import { JEWEL } from './colours.ts'
import type { Garment } from './garments.ts'

export const EVERYDAY_WORK: readonly Garment[] = [
  { name: 'Jeans hem', work: ['Keep the original edge', 'Raw hem, 28 inch leg'], price: [14, 20] },
  {
    name: 'Zip replacement',
    work: ['Jacket, metal, two-way', 'Dress, invisible'],
    price: [12, 28],
  },
  {
    name: 'Coat relining',
    work: ['New viscose lining, {colour}', 'Lining and new pockets'],
    price: [85, 150],
  },
  {
    name: 'Pleated skirt',
    work: ['{colour}, knife pleats, side zip', '{colour} tartan, below the knee'],
    price: [75, 140],
    look: { shape: 'skirt', cloth: 'plaid' },
  },
  {
    name: 'Linen shirt',
    work: ['{colour}, band collar, loose fit'],
    price: [70, 110],
    look: { shape: 'shirt', cloth: 'linen' },
  },
  {
    name: 'Jacket patch',
    work: ['Elbow patches, {colour} suede', 'Mend tear by hand'],
    price: [18, 30],
  },
  {
    name: 'Trousers taper',
    work: ['From the knee to 17 cm', 'Follow the pinned line'],
    price: [20, 28],
  },
]

export const SCHOOL: readonly Garment[] = [
  {
    name: 'School pinafore',
    work: ['Grey, age 7, hem with 6 cm to let down'],
    price: [28, 42],
    quantity: [1, 3],
  },
  {
    name: 'School blazer',
    work: ['Shorten sleeves, sew on badge'],
    price: [20, 34],
    quantity: [1, 2],
  },
  {
    name: 'School trousers hem',
    work: ['Let-down hem, age 9', 'Hem and waist elastic'],
    price: [8, 12],
    quantity: [2, 4],
  },
  { name: 'Name tapes', work: ['Twelve tapes sewn in'], price: [10, 16] },
]

export const HOME: readonly Garment[] = [
  {
    name: 'Curtains, pair',
    work: ['{colour} linen, pencil pleat, drop 228 cm', '{colour}, interlined, wave heading'],
    price: [140, 320],
  },
  {
    name: 'Roman blind',
    work: ['{colour}, blackout lining, 120 x 160 cm'],
    price: [90, 160],
    quantity: [1, 3],
  },
  {
    name: 'Cushion covers',
    work: ['{colour}, piped, hidden zip, 45 x 45 cm'],
    price: [18, 28],
    quantity: [2, 6],
  },
  { name: 'Tablecloth', work: ['Oatmeal linen, mitred corners, 150 x 300 cm'], price: [55, 90] },
]

export const GROUPS: readonly Garment[] = [
  {
    name: 'Choir robe',
    work: ['{colour}, satin stole, sizes on the list'],
    price: [60, 85],
    quantity: [6, 14],
  },
  {
    name: 'Waiter apron',
    work: ['{colour} canvas, leather straps, logo on the bib'],
    price: [14, 20],
    quantity: [8, 20],
  },
  {
    name: 'Dance costume',
    work: ['{colour} lycra, mesh back, no stones yet'],
    price: [70, 130],
    quantity: [3, 8],
    colours: JEWEL,
  },
]

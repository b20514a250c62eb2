// Made-to-order garments: weddings, suits, feasts. Prices in whole units of the currency.
import { BRIDAL, DARK, EVENING, EVERYDAY, JEWEL, SHIRTING, SUITING } from './colours.ts'
import type { Garment } from './garments.ts'

export const WEDDING: readonly Garment[] = [
  {
    name: 'Bridal gown alteration',
    work: [
      '{colour} lace: take in bodice 2 cm each side, hem three layers, five-point bustle',
      '{colour} tulle: raise shoulders 1.5 cm, add buttons over the zip',
      '{colour} lace: add illusion sleeves, shorten train to 60 cm',
    ],
    price: [180, 420],
    look: { shape: 'gown', cloth: 'lace' },
    colours: BRIDAL,
  },
  {
    name: 'Bridesmaid dress',
    work: ['{colour} satin, bias cut, cowl neck', '{colour} chiffon, hem to floor with 5 cm heel'],
    price: [120, 210],
    quantity: [1, 4],
    look: { shape: 'gown', cloth: 'satin' },
    colours: EVENING,
  },
  {
    name: 'Bridesmaid dress hem',
    work: ['Rolled hem, floor length with 5 cm heel', 'Narrow hem, keep the lining 2 cm shorter'],
    price: [30, 48],
    quantity: [2, 5],
  },
  {
    name: 'Mother of the bride dress',
    work: ['{colour} crepe, sleeves to the elbow, bolero to match', '{colour} satin, draped waist'],
    price: [260, 520],
    look: { shape: 'gown', cloth: 'satin' },
    colours: EVENING,
  },
  { name: 'Veil', work: ['Cathedral length, lace edge', 'Fingertip, raw edge'], price: [60, 140] },
  {
    name: 'Page boy waistcoat',
    work: ['{colour} linen, age 5', '{colour} linen, age 8, room to grow'],
    price: [45, 70],
    quantity: [1, 2],
  },
]

export const SUITS: readonly Garment[] = [
  {
    name: 'Two-piece suit',
    work: ['{colour} flannel, half canvas, two buttons', '{colour} hopsack, patch pockets'],
    price: [580, 1250],
    look: { shape: 'jacket', cloth: 'twill' },
    colours: SUITING,
  },
  {
    name: 'Suit jacket alteration',
    work: [
      '{colour}: shorten sleeves 2 cm from the cuff',
      '{colour}: take in side seams, lower collar',
    ],
    price: [28, 75],
    look: { shape: 'jacket', cloth: 'houndstooth' },
    colours: SUITING,
  },
  {
    name: 'Suit trousers hem',
    work: ['{colour}, slight break, turn-ups 4 cm', '{colour}, no break, blind hem'],
    price: [14, 20],
    quantity: [1, 3],
    look: { shape: 'trousers', cloth: 'twill' },
    colours: SUITING,
  },
  {
    name: 'Wool coat',
    work: ['{colour}, raglan sleeves, mid-calf', '{colour}, double breasted, belt'],
    price: [420, 760],
    look: { shape: 'jacket', cloth: 'twill' },
    colours: EVERYDAY,
  },
  {
    name: 'Waistcoat',
    work: ['{colour}, six buttons, silk back'],
    price: [120, 190],
    colours: SUITING,
  },
  {
    name: 'Dress shirt',
    work: ['{colour} poplin, double cuff', '{colour} stripe, cutaway collar, monogram on the cuff'],
    price: [70, 125],
    quantity: [1, 4],
    look: { shape: 'shirt', cloth: 'stripe' },
    colours: SHIRTING,
  },
  { name: 'Shirt collar turn', work: ['Turn collar and cuffs'], price: [16, 24], quantity: [1, 3] },
]

export const OCCASIONS: readonly Garment[] = [
  {
    name: 'Kaftan',
    work: ['{colour} crepe, gold piping at neck and cuffs', '{colour} silk, embroidered placket'],
    price: [95, 260],
    look: { shape: 'kaftan', cloth: 'satin' },
    colours: JEWEL,
  },
  {
    name: 'Abaya',
    work: ['{colour} nida, open front, satin piping', '{colour} crepe, bell sleeves, pockets'],
    price: [85, 220],
    look: { shape: 'kaftan', cloth: 'linen' },
    colours: DARK,
  },
  {
    name: 'Agbada, three pieces',
    work: [
      '{colour} guinea brocade, embroidery in gold',
      '{colour} cashmere, tone on tone embroidery',
    ],
    price: [320, 650],
    look: { shape: 'kaftan', cloth: 'print' },
    colours: JEWEL,
  },
  {
    name: 'Ankara dress',
    work: ['{colour} print, peplum, lined bodice', '{colour} print, off the shoulder, midi'],
    price: [110, 240],
    look: { shape: 'gown', cloth: 'print' },
    colours: JEWEL,
  },
  { name: 'Gele', work: ['Pre-tied aso oke, {colour}'], price: [18, 30], colours: JEWEL },
  {
    name: 'Saree blouse',
    work: ['{colour} silk, back tie, padded', '{colour} brocade, elbow sleeves'],
    price: [45, 85],
    quantity: [1, 3],
    colours: JEWEL,
  },
  { name: 'Saree fall and pico', work: ['Both edges, {colour}'], price: [12, 18], colours: JEWEL },
  {
    name: 'Lehenga',
    work: ['{colour} raw silk, take in waist, add cancan layer'],
    price: [350, 890],
    look: { shape: 'skirt', cloth: 'print' },
    colours: JEWEL,
  },
  {
    name: 'Evening dress',
    work: ['{colour} satin, open back, side slit', '{colour} velvet, long sleeves'],
    price: [260, 680],
    look: { shape: 'gown', cloth: 'satin' },
    colours: EVENING,
  },
]

// Products of tests, added by the API.
import type { FastifyInstance } from 'fastify'
import { holdStock } from '../../../src/services/catalogue/stock/holds.ts'
import { change, SYSTEM } from '../../../src/services/shared/change.ts'
import type { Program } from '../app.ts'
import { multipart } from '../multipart.ts'
import { twoHalves } from './photo-files.ts'

export interface ProductAnswer {
  id: number
  slug: string
  version: number
  stockQuantity: number
  available: number
  variants: { id: number; sku: string; stock: number; reserved: number; available: number }[]
}

/** A silk scarf with five in stock. */
export const SCARF = { name: 'Silk scarf', price: '48.00', stock: 5 }

/** An evening gown in three sizes, of which L is sold out. */
export const EVENING_GOWN = {
  name: 'Evening gown',
  options: ['Size'],
  variants: [
    { options: { Size: 'S' }, price: '240.00', stock: 1 },
    { options: { Size: 'M' }, price: '240.00', stock: 2 },
    { options: { Size: 'L' }, price: '260.00' },
  ],
}

/** Silk by the metre. */
export const SILK = { name: 'Silk twill', kind: 'material', unit: 'm', price: '32.00', stock: 20 }

export async function addProduct(program: Program, product: object = SCARF) {
  const answer = await program.post('/api/products', product)
  if (answer.statusCode !== 201) throw new Error(`The product was refused: ${answer.body}`)
  return answer.json() as ProductAnswer
}

/** The only variant of a new product. */
export async function addVariant(program: Program, product: object = SCARF) {
  const { variants } = await addProduct(program, product)
  return variants[0] as ProductAnswer['variants'][number]
}

export const readVariant = async (program: Program, id: number) =>
  (await program.get(`/api/variants/${id}`)).json() as ProductAnswer['variants'][number]

/** Photos of a product, as the API returns them. */
export async function addProductPhotos(program: Program, id: number, count = 1) {
  const form = new FormData()
  for (let at = 0; at < count; at += 1) {
    const photo = await twoHalves(400 + 2 * at, 300)
      .jpeg()
      .toBuffer()
    form.append('images', new File([photo], `${at}.jpg`))
  }
  const url = `/api/products/${id}/images`
  const answer = await program.send({ method: 'POST', url, ...(await multipart(form)) })
  if (answer.statusCode !== 201) throw new Error(`The photos were refused: ${answer.body}`)
  return answer.json().data as { id: number; url: string; thumbnailUrl: string }[]
}

interface Kept {
  holder?: string
  /** Milliseconds; half an hour unless said. */
  lasts?: number
  /** When it began, RFC 3339 in UTC. */
  at?: string
}

/** Keeps stock for a buyer, as a checkout does. @param quantity thousandths */
export const keepStock = (
  { db }: FastifyInstance,
  variantId: number,
  quantity: number,
  { holder = 'order:1', lasts = 1_800_000, at }: Kept = {},
) =>
  db.write((tx) =>
    holdStock(change(tx, SYSTEM, null, at), [{ variantId, quantity }], { holder, lasts }),
  )

// Test data factories: orders, customers, photos with recognizable names.
import type { Program } from '../app.ts'
import { twoHalves } from './photo-files.ts'

export const AMINA = { name: 'Amina Bello', phoneNumber: '+44 20 7946 0018' }
export const ROSA = { name: 'Rosa Lindqvist', phoneNumber: '0170 555 0142' }

let phones = 0
/** A number that no customer of the shop has yet. */
export const newPhone = () => `+44 20 7946 ${1000 + phones++}`

/** A bridal gown and a veil: 125.50 + 2 x 30.00 = 185.50. */
export const GOWN = {
  items: [
    { itemName: 'Bridal gown, hem and bustle', quantity: 1, unitPrice: '125.50' },
    { itemName: 'Veil', quantity: 2, unitPrice: '30.00' },
  ],
}

export const addCustomer = async (program: Program, customer: object = AMINA) =>
  (await program.post('/api/customers', customer)).json()

export const addEmployee = async (program: Program, employee: object = ROSA) =>
  (await program.post('/api/employees', employee)).json()

/** @param order overrides of Amina's gown */
export async function addOrder(program: Program, order: object = {}) {
  const answer = await program.post('/api/orders', { customer: AMINA, ...GOWN, ...order })
  if (answer.statusCode !== 201) throw new Error(`The order was refused: ${answer.body}`)
  return answer.json()
}

/** The photos of an order, as the API returns them. */
export async function addPhotos(program: Program, orderId: number, count = 1) {
  const form = new FormData()
  for (let at = 0; at < count; at++) {
    const photo = await twoHalves(400 + 2 * at, 300)
      .jpeg()
      .toBuffer()
    form.append('images', new File([photo], `${at}.jpg`))
  }
  const body = new Response(form)
  const answer = await program.send({
    method: 'POST',
    url: `/api/orders/${orderId}/images`,
    payload: Buffer.from(await body.arrayBuffer()),
    headers: { 'content-type': body.headers.get('content-type') ?? '' },
  })
  if (answer.statusCode !== 201) throw new Error(`The photos were refused: ${answer.body}`)
  return answer.json().data as { id: number }[]
}

export const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

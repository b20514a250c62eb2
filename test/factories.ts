// Things to test with, each with a little personality, so that a failing test reads like the shop.
import type { Program } from './helper.ts'

export const AMINA = { name: 'Amina Bello', phoneNumber: '+44 20 7946 0018' }
export const ROSA = { name: 'Rosa Lindqvist', phoneNumber: '0170 555 0142' }

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

/** An order of Amina's gown; `order` changes what matters to the test. */
export async function addOrder(program: Program, order: object = {}) {
  const answer = await program.post('/api/orders', { customer: AMINA, ...GOWN, ...order })
  if (answer.statusCode !== 201) throw new Error(`The order was refused: ${answer.body}`)
  return answer.json()
}

export const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

// Write workloads: orders of three items, durably, by one writer and by many; and photos.
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { Facts } from '../request-data.ts'
import { postFile, postJson } from '../requests.ts'
import { cycle, type Workload, type WorkloadData } from '../workload.ts'

const ITEMS = [
  { itemName: 'Bridal gown, hem and bustle', quantity: 1, unitPrice: '125.50' },
  { itemName: 'Veil', quantity: 2, unitPrice: '30.00' },
  { itemName: 'Trousers, new zip', quantity: 1, unitPrice: '18.00' },
]
const DEADLINE = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)

/** Of three variants; each time of others, or they would wait for the same rows. */
export function newStockOrder(customerId: number, { variants }: Facts, number = 0) {
  const items = [0, 1, 2].map((at) => ({
    variantId: variants[(number * 3 + at) % variants.length] ?? 1,
    quantity: 1,
  }))
  return { customerId, deadline: DEADLINE, items }
}

/** Sent to both servers. */
export const newOrder = (customerId: number) => ({ customerId, deadline: DEADLINE, items: ITEMS })

export async function entryWorkloads({ facts, owner }: WorkloadData): Promise<Workload[]> {
  const { customers, ids } = facts
  let taken = 0
  const customer = () => customers[taken++ % customers.length] ?? 1
  const order = () => newOrder(customer())
  const stockOrder = () => newStockOrder(customer(), facts, taken)
  const key = () => ({ 'idempotency-key': randomUUID() })
  const entry = (
    connections: number,
    what = 'order creation',
    body: () => object = order,
  ): Workload => ({
    name: `${what}, ${connections} writer${connections === 1 ? '' : 's'}`,
    connections,
    writes: true,
    hemline: {
      status: 201,
      next: () => postJson('/api/orders', { ...owner.program, ...key() }, body()),
    },
    against: {
      server: 'bare',
      promised: 0.6,
      status: 201,
      next: () => postJson('/orders', key(), body()),
    },
  })
  const photo = await photograph()
  const uploads = ids.map((id) =>
    postFile(`/api/orders/${id}/images`, owner.program, 'images', photo),
  )
  return [
    ...[1, 8, 32].map((connections) => entry(connections)),
    entry(32, 'order with stock', stockOrder),
    {
      name: 'image upload, 4 at once',
      connections: 4,
      hemline: { next: cycle(uploads), status: 201 },
    },
  ]
}

/** Like a phone's photo: 12 megapixels with some grain. */
const photograph = () =>
  sharp({
    create: {
      width: 4000,
      height: 3000,
      channels: 3,
      background: '#8a6f9e',
      noise: { type: 'gaussian', mean: 128, sigma: 12 },
    },
  })
    .jpeg({ quality: 85 })
    .toBuffer()

// A story of the catalogue that has every event type about categories, products and counts.
import type { FastifyInstance } from 'fastify'
import type { Program } from '../app.ts'
import { addOrder } from './factories.ts'
import { addProduct, addProductPhotos, EVENING_GOWN, keepStock, SCARF } from './products.ts'

/** @param did throws if a request was refused @param undoLast undoes what happened last */
export async function catalogueStory(
  app: FastifyInstance,
  owner: Program,
  did: (answer: ReturnType<Program['post']>) => Promise<{ id: number }>,
  undoLast: () => Promise<void>,
): Promise<void> {
  const { id: category } = await did(owner.post('/api/categories', { name: 'Scarves' }))
  const words = { name: 'Scarves and shawls', description: 'Silk and wool', position: 7 }
  await did(owner.put(`/api/categories/${category}`, words))
  const { id } = await addProduct(owner, EVENING_GOWN)
  const scarf = await addProduct(owner)
  await did(
    owner.put(`/api/products/${scarf.id}`, {
      ...{ name: 'Square scarf', description: 'Printed silk', care: 'By hand', featured: true },
      ...{ categoryId: category, kind: 'made_to_order', options: ['Colour'] },
    }),
  )
  const [first, second] = await addProductPhotos(owner, id, 2)
  await did(owner.put(`/api/products/${id}/images/${second?.id}`, { first: true }))
  await did(owner.delete(`/api/products/${id}/images/${first?.id}`))
  const extra = { options: { Size: 'XL' }, price: '260.00', stock: 1 }
  const { id: variant } = await did(owner.post(`/api/products/${id}/variants`, extra))
  await did(owner.put(`/api/variants/${variant}`, { price: '270.00', supplier: 'Weaver & Co' }))
  const received = { delta: 2, reason: 'received', note: 'By post' }
  await did(owner.post(`/api/variants/${variant}/movements`, received))
  await keepStock(app, variant, 1000)
  const { data } = (await owner.get(`/api/variants/${variant}/holds`)).json()
  await did(owner.delete(`/api/variants/${variant}/holds/${data[0].id}`))
  await did(owner.delete(`/api/variants/${variant}`))
  await did(owner.post(`/api/variants/${variant}/restore`, {}))
  for (const url of [`/api/products/${id}`, `/api/categories/${category}`]) {
    await did(owner.delete(url))
    await undoLast()
  }
  const { id: count } = await did(owner.post('/api/stock-counts', { note: 'The rail' }))
  await did(owner.put(`/api/stock-counts/${count}/lines`, { variantId: variant, counted: 2 }))
  await did(owner.post(`/api/stock-counts/${count}/post`, {}))
  const { id: other } = await did(owner.post('/api/stock-counts', {}))
  await did(owner.delete(`/api/stock-counts/${other}`))
  await addProduct(owner, { ...SCARF, sku: 'SCARF-2' })
  const { items } = await addOrder(owner)
  const materials = `/api/items/${items[0].id}/materials`
  const { id: material } = await did(owner.post(materials, { variantId: variant, quantity: 1 }))
  await did(owner.post(`${materials}/${material}/returns`, {}))
}

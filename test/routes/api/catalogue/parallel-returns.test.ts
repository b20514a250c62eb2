// The same piece comes back by five requests at once: the stock grows once.
import t from 'tap'
import { openShop, refused } from '../../../support/api.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { addVariant, readVariant, SCARF, SILK } from '../../../support/shop/products.ts'

const { owner } = await openShop(t)

const ROUNDS = 6
const fiveTimes = <Answer>(send: () => Promise<Answer>) =>
  Promise.all(Array.from({ length: 5 }, send))

const statusesOf = (answers: readonly { statusCode: number }[]) =>
  answers.map(({ statusCode }) => statusCode).sort()

interface Movement {
  delta: number
  reason: string
}

const movementsOf = async (id: number): Promise<Movement[]> =>
  (await owner.get(`/api/variants/${id}/movements`)).json().data

t.test('an order is cancelled, and its payment refunded', async (t) => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const scarf = await addVariant(owner, { ...SCARF, name: `Scarf ${round}` })
    const items = [{ variantId: scarf.id, quantity: 2 }]
    const { id } = await addOrder(owner, { items, deposit: { amount: '96.00' } })
    t.equal((await readVariant(owner, scarf.id)).stock, 3)
    const cancel = () => owner.put(`/api/orders/${id}/status`, { status: 'cancelled' })
    const refund = () =>
      owner.post(`/api/orders/${id}/payments`, { kind: 'refund', amount: '96.00', note: 'Back' })
    const [cancelled, refunds] = await Promise.all([fiveTimes(cancel), fiveTimes(refund)])
    t.ok(cancelled.some(({ statusCode }) => statusCode === 200))
    t.same(statusesOf(refunds)[0], 201)
    t.equal(refunds.filter(({ statusCode }) => statusCode === 201).length, 1, 'refunded once')
    t.match(await readVariant(owner, scarf.id), { stock: 5, reserved: 0 })
    const back = (await movementsOf(scarf.id)).filter(({ delta }) => delta > 0)
    t.same(back.map(({ reason, delta }) => [reason, delta]).sort(), [
      ['cancelled', 2],
      ['opening', 5],
    ])
  }
  t.same((await owner.get('/api/integrity')).json().problems, [])
})

t.test('left-over cloth is given back', async (t) => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const silk = await addVariant(owner, { ...SILK, name: `Silk ${round}` })
    const { items } = await addOrder(owner)
    const path = `/api/items/${items[0].id}/materials`
    const issued = await owner.post(path, { variantId: silk.id, quantity: 3.5 })
    const answers = await fiveTimes(() => owner.post(`${path}/${issued.json().id}/returns`, {}))
    t.same(statusesOf(answers), [201, 409, 409, 409, 409])
    for (const answer of answers.filter(({ statusCode }) => statusCode === 409))
      refused(t, answer, 409, 'more_than_issued')
    t.equal((await readVariant(owner, silk.id)).stock, 20)
  }
})

t.test('parts of a piece of cloth never add up to more than was issued', async (t) => {
  const silk = await addVariant(owner, { ...SILK, name: 'Charmeuse' })
  const { items } = await addOrder(owner)
  const path = `/api/items/${items[0].id}/materials`
  const { id } = (await owner.post(path, { variantId: silk.id, quantity: 2.5 })).json()
  const answers = await fiveTimes(() => owner.post(`${path}/${id}/returns`, { quantity: 1 }))
  t.same(statusesOf(answers), [201, 201, 409, 409, 409])
  t.equal((await readVariant(owner, silk.id)).stock, 19.5)
})

t.test('a customer’s return is entered by a double tap', async (t) => {
  const scarf = await addVariant(owner, { ...SCARF, name: 'Wool scarf', stock: 1 })
  const key = { 'idempotency-key': crypto.randomUUID() }
  const body = { delta: 1, reason: 'returned' }
  const answers = await fiveTimes(() =>
    owner.post(`/api/variants/${scarf.id}/movements`, body, key),
  )
  t.same(statusesOf(answers), [201, 201, 201, 201, 201])
  t.equal((await readVariant(owner, scarf.id)).stock, 2)
})

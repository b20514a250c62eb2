// The password before money goes back on pages: refunds, reversals and undos.
import t from 'tap'
import { submit } from '../../../../support/forms.ts'
import { byPin, confirmed, shopOfOwner } from '../../../../support/shop/confirmations.ts'

t.test('refunds and reversals are asked for, payments are not', async (t) => {
  const shop = await shopOfOwner(t)
  const { owner } = shop
  const order = (
    await owner.post('/api/orders', {
      customer: { name: 'Amina', phoneNumber: '+353 1 555 0117' },
      items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
    })
  ).json()
  const counter = await byPin(shop)
  await counter.get(`/admin/orders/${order.id}`)
  const url = `/admin/orders/${order.id}/payments`
  const pay = (kind: string) => counter.post(url, { kind, amount: '10', method: 'cash' })
  t.equal((await pay('payment')).status, 303)
  const refund = await pay('refund')
  t.equal(refund.status, 403)
  t.equal((await submit(counter, refund, confirmed())).status, 303)
  t.match((await owner.get(`/api/orders/${order.id}`)).json(), { paidAmount: '0.00' })
  const { data } = (await owner.get(`/api/orders/${order.id}/payments`)).json()
  const reversal = await counter.post(
    `${url}/${data.find(({ kind }: { kind: string }) => kind === 'refund').id}/reversal`,
    { reason: 'Typed twice' },
  )
  t.equal(reversal.status, 403)
  t.equal((await submit(counter, reversal, confirmed())).status, 303)
})

t.test('undoing a payment or a refund is asked for, undoing anything else is not', async (t) => {
  const shop = await shopOfOwner(t)
  const { owner } = shop
  const gown = { itemName: 'Gown', quantity: 1, unitPrice: '100.00' }
  const customer = { name: 'Amina', phoneNumber: '+353 1 555 0117' }
  const { id } = (await owner.post('/api/orders', { customer, items: [gown] })).json()
  const counter = await byPin(shop)
  const path = `/admin/orders/${id}`
  await counter.get(path)
  const pay = (kind: string) =>
    counter.post(`${path}/payments`, { kind, amount: '10', method: 'cash' })
  const paid = async () => (await owner.get(`/api/orders/${id}`)).json().paidAmount
  const latest = { form: '#order-timeline form[action="/admin/undos"]' }
  const undo = async () => {
    const order = await counter.get(path)
    const form = order.$(latest.form).first()
    order.$(latest.form).not(form).remove()
    return submit(counter, order, latest)
  }

  await pay('payment')
  const asked = await undo()
  t.equal(asked.status, 403)
  t.equal(await paid(), '10.00', 'nothing happened')
  const wrong = await submit(counter, asked, confirmed('not hers'))
  t.equal(wrong.status, 422)
  t.equal((await submit(counter, wrong, confirmed())).location, path)
  t.equal(await paid(), '0.00')

  await pay('payment')
  await submit(counter, await pay('refund'), confirmed())
  const refund = await undo()
  t.equal(refund.status, 403, 'a refund')
  await submit(counter, refund, confirmed())
  t.equal(await paid(), '10.00')

  await counter.post(`${path}/status`, { status: 'in_progress' })
  t.equal((await undo()).location, path, 'a move')
  t.match((await owner.get(`/api/orders/${id}`)).json(), { status: 'pending' })
})

t.test('a refund cannot be disguised in a forged form', async (t) => {
  const shop = await shopOfOwner(t)
  const { owner } = shop
  const gown = { itemName: 'Gown', quantity: 1, unitPrice: '100.00' }
  const customer = { name: 'Amina', phoneNumber: '+353 1 555 0117' }
  const { id } = (await owner.post('/api/orders', { customer, items: [gown] })).json()
  await owner.post(`/api/orders/${id}/payments`, { amount: '10.00' })
  const counter = await byPin(shop)
  const page = await counter.get(`/admin/orders/${id}`)
  const _csrf = page.$('input[name=_csrf]').first().attr('value') ?? ''
  for (const kinds of [['payment', 'refund'], [' refund '], ['refund\n']]) {
    const payload = new URLSearchParams({ _csrf, amount: '10', method: 'cash' })
    for (const kind of kinds) payload.append('kind', kind)
    const answer = await counter.send({
      method: 'POST',
      url: `/admin/orders/${id}/payments`,
      payload: payload.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    t.equal(answer.status, 403, JSON.stringify(kinds))
  }
  t.match((await owner.get(`/api/orders/${id}`)).json(), { paidAmount: '10.00' })
})

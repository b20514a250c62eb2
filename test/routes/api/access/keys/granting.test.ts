// Who may give an API key what: nobody more than they have, scopes and limits alike.
import t from 'tap'
import { openShop, refused } from '../../../../support/api.ts'
import { program } from '../../../../support/app.ts'
import { makeKey } from '../../../../support/keys.ts'
import { accountWithRole } from '../../../../support/roles.ts'
import { addOrder } from '../../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

/** Somebody who makes keys, with a role of their own. */
async function keyMaker(permissions: string[], limits: object = {}) {
  const input = { name: `Role ${crypto.randomUUID()}`, permissions, limits }
  const { id } = (await owner.post('/api/roles', input)).json()
  const { person, userId } = await accountWithRole(app, owner, id)
  return { maker: await program(app, person), userId }
}

t.test('nobody gives, changes or revokes more than they may themselves', async (t) => {
  const { maker } = await keyMaker(['keys.write', 'orders.read', 'settings.read'])
  const more = { name: 'More', scopes: ['orders.read', 'orders.export'] }
  const answer = await maker.post('/api/keys', more)
  refused(t, answer, 403, 'more_rights')
  t.match(answer.json().detail, 'Download orders as CSV')
  const own = await makeKey(app, maker, { scopes: ['settings.read'] })
  refused(
    t,
    await maker.put(`/api/keys/${own.id}`, { scopes: ['orders.export'] }),
    403,
    'more_rights',
  )
  const ofOwner = await makeKey(app, owner, { scopes: ['orders.export'] })
  refused(t, await maker.put(`/api/keys/${ofOwner.id}`, { name: 'Mine' }), 403, 'more_rights')
  refused(t, await maker.delete(`/api/keys/${ofOwner.id}`), 403, 'more_rights')
  t.equal((await ofOwner.caller.get('/api/orders/export/csv')).statusCode, 200)
  t.equal((await maker.delete(`/api/keys/${own.id}`)).statusCode, 204)
})

t.test(
  'a key that makes keys gives no more than it has, and is named as their maker',
  async (t) => {
    const first = await makeKey(app, owner, {
      name: 'Deploy',
      scopes: ['keys.write', 'orders.read'],
    })
    const more = await first.caller.post('/api/keys', { name: 'Second', scopes: ['orders.write'] })
    refused(t, more, 403, 'more_rights')
    t.match(more.json().detail, 'The API key does not have')
    const { id } = await makeKey(app, first.caller, { name: 'Second', scopes: ['orders.read'] })
    const second = (await owner.get(`/api/keys/${id}`)).json()
    t.match(second, { createdBy: 'Deploy (API key)', createdById: null })
  },
)

t.test('a key has the limits that its maker had then', async (t) => {
  const { maker, userId } = await keyMaker(
    ['keys.write', 'orders.read', 'orders.write', 'payments.record', 'payments.refund'],
    { discount: '10', refund: '20.00' },
  )
  const scopes = ['orders.read', 'orders.write', 'payments.record', 'payments.refund']
  const { id, caller } = await makeKey(app, maker, { scopes })
  t.match((await owner.get(`/api/keys/${id}`)).json().limits, { discount: '10', refund: '20.00' })
  // Its maker may do anything by now, and the key still what it was made for.
  const { data } = (await owner.get('/api/roles')).json()
  await owner.put(`/api/users/${userId}`, { roleId: data[0].id })
  const order = await addOrder(owner)
  await owner.post(`/api/orders/${order.id}/payments`, { amount: '50.00' })
  const pay = (amount: string) =>
    caller.post(`/api/orders/${order.id}/payments`, { kind: 'refund', amount })
  t.match((await pay('20.01')).json(), { status: 403, code: 'above_limit', limit: '20.00' })
  t.equal((await pay('20.00')).statusCode, 201)
  const discounted = await caller.put(`/api/orders/${order.id}`, { discount: { percent: '11' } })
  t.match(discounted.json(), { status: 403, code: 'above_limit' })
  // Somebody with smaller limits cannot take the key over.
  const { maker: small } = await keyMaker(
    ['keys.write', 'orders.read', 'orders.write', 'payments.record', 'payments.refund'],
    { discount: '10', refund: '5.00' },
  )
  refused(t, await small.put(`/api/keys/${id}`, { name: 'Taken over' }), 403, 'more_rights')
})

t.test('a key belongs to the shop: it goes on when its maker is switched off', async (t) => {
  const { maker, userId } = await keyMaker(['keys.write', 'orders.read'])
  const { id, caller } = await makeKey(app, maker, { scopes: ['orders.read'] })
  await owner.put(`/api/users/${userId}`, { isActive: false })
  t.equal((await maker.get('/api/orders')).statusCode, 401)
  t.equal((await caller.get('/api/orders')).statusCode, 200)
  t.match((await owner.get(`/api/keys/${id}`)).json(), {
    createdBy: 'A staff',
    createdById: userId,
  })
})

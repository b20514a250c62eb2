// Delivery methods in the settings: a list with prices in the shop's form, changed without script.
import t from 'tap'
import { eventsOf } from '../../../../support/api.ts'
import { build, program, signedIn } from '../../../../support/app.ts'
import { submit } from '../../../../support/forms.ts'
import { faultsOf } from '../../../../support/page-faults.ts'
import { problemsOf, said, textOf, valueIn } from '../../../../support/reading.ts'
import { accountWithRole } from '../../../../support/roles.ts'

const PATH = '/admin/settings/delivery'
const form = '#page-form'

async function openShop(t: Parameters<typeof build>[0], place: object = {}) {
  const app = await build(t)
  const [owner, api] = [await signedIn(app), await program(app)]
  await api.put('/api/settings', place)
  const methods = async () => (await api.get('/api/settings')).json().deliveryMethods
  return { app, owner, api, methods }
}

const method = (at: number, fields: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`deliveryMethods.${at}.${name}`, value]),
  )

t.test('a method is added, moved up and removed', async (t) => {
  const { app, owner, methods } = await openShop(t, { currency: 'EUR', locale: 'de-DE' })
  const [pickup] = await methods()
  const added = await submit(owner, await owner.get(PATH), { form, button: 'Add a method' })
  t.equal(added.$('[autofocus]').attr('name'), 'deliveryMethods.1.name')
  const typed = method(1, { name: 'Kurier', price: '6,50', freeFrom: '1.250', note: 'Two days' })
  const moved = await submit(owner, added, { form, typed, button: 'Move up method 2' })
  t.match(said(moved.$('[role=status]')), 'Moved up')
  t.strictSame(faultsOf(moved), [])
  t.equal((await methods()).length, 1, 'nothing is saved yet')
  t.equal((await submit(owner, moved, { form })).location, PATH)
  t.match(await methods(), [
    { kind: 'delivery', name: 'Kurier', price: '6.50', freeFrom: '1250.00', note: 'Two days' },
    pickup,
  ])
  const page = await owner.get(PATH)
  t.equal(valueIn(page, 'deliveryMethods.0.price'), '6,50')
  const [event] = (await eventsOf(app, 'settings', 1)).slice(-1)
  t.match(event, { data: { deliveryMethods: { after: [{ name: 'Kurier' }, {}] } } })
  const activity = textOf((await owner.get('/admin/activity')).$('main'))
  t.match(activity, /Ines Almeida changed the shop: delivery methods/)
  t.match(activity, /Kurier 6,50 €, free from 1.250,00 € \(Two days\)/)

  const removed = await submit(owner, page, { form, button: 'Remove Kurier' })
  t.equal((await submit(owner, removed, { form })).status, 303)
  t.match(await methods(), [{ id: pickup.id }], 'the other one stays the same')
  t.equal((await methods()).length, 1)
})

t.test('amounts are typed in the digits of the shop', async (t) => {
  const { owner, methods } = await openShop(t, { currency: 'EGP', locale: 'ar-EG' })
  const typed = method(0, { name: 'توصيل', kind: 'delivery', price: '١٢٫٥', freeFrom: '٣٠٠' })
  t.equal((await submit(owner, await owner.get(PATH), { form, typed })).status, 303)
  t.match(await methods(), [{ name: 'توصيل', price: '12.50', freeFrom: '300.00' }])
  t.equal(valueIn(await owner.get(PATH), 'deliveryMethods.0.price'), '١٢٫٥٠')
})

t.test('mistakes are shown at their fields, and what was typed is there', async (t) => {
  const { owner, methods } = await openShop(t)
  const before = await methods()
  const added = await submit(owner, await owner.get(PATH), { form, button: 'Add a method' })
  const typed = { ...method(0, { name: '' }), ...method(1, { price: 'cheap', freeFrom: '1.005' }) }
  const refused = await submit(owner, added, { form, typed })
  t.equal(refused.status, 422)
  t.equal(problemsOf(refused).length, 4)
  t.strictSame(faultsOf(refused), [])
  t.match(said(refused.$('#f-deliveryMethods-1-price-error')), /Write the amount/)
  t.equal(valueIn(refused, 'deliveryMethods.1.price'), 'cheap')
  t.strictSame(await methods(), before)

  const empty = await submit(owner, await owner.get(PATH), {
    form,
    button: `Remove ${before[0].name}`,
  })
  const none = await submit(owner, empty, { form })
  t.match(problemsOf(none), ['Keep at least one way to get an order.'])
})

t.test('a row that was added and left blank is no method', async (t) => {
  const { owner, methods } = await openShop(t)
  const added = await submit(owner, await owner.get(PATH), { form, button: 'Add a method' })
  t.equal((await submit(owner, added, { form })).status, 303)
  t.equal((await methods()).length, 1)
})

t.test('a stale form is refused, and kept', async (t) => {
  const { owner, api } = await openShop(t)
  const page = await owner.get(PATH)
  await api.put('/api/settings', { name: 'Atelier' })
  const stale = await submit(owner, page, { form, typed: method(0, { name: 'Counter' }) })
  t.equal(stale.status, 412)
  t.equal(valueIn(stale, 'deliveryMethods.0.name'), 'Counter')
  t.match(said(stale.$('.alert')), /Someone else changed/)
})

t.test('who may only read sees the methods with their prices', async (t) => {
  const { app, api } = await openShop(t, {
    currency: 'EUR',
    locale: 'de-DE',
    deliveryMethods: [
      { kind: 'delivery', name: 'Kurier', price: '6.50', freeFrom: '150', note: 'Two days' },
    ],
  })
  const role = await api.post('/api/roles', { name: 'Reader', permissions: ['settings.read'] })
  const { person } = await accountWithRole(app, api, role.json().id)
  const reader = await signedIn(app, person)
  const page = await reader.get(PATH)
  t.equal(page.$('main form').length, 0)
  t.match(
    said(page.$('main dl')).replace(/\s/g, ' '),
    'Kurier Delivery, 6,50 €, free from 150,00 €, Two days',
  )
  t.equal((await reader.post(PATH, {})).status, 403)
})

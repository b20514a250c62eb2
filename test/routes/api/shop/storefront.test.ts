// Storefront in the settings of the API: words, opening hours and delivery methods, each replaced as a whole or kept.
import t from 'tap'
import { eventsOf, openShop, wrongFields } from '../../../support/api.ts'

const { app, owner } = await openShop(t)
const settings = async () => (await owner.get('/api/settings')).json()

t.test('a new shop is open online, with usual hours and pick-up', async (t) => {
  const { storefront, openingHours, deliveryMethods, holdMinutes } = await settings()
  t.match(storefront, { isOpen: true, headline: null, banner: null })
  t.equal(openingHours.weekly.length, 6)
  t.strictSame(openingHours.weekly[0], { weekday: 1, opens: '09:00', closes: '18:00' })
  t.match(deliveryMethods, [{ kind: 'pickup', price: '0.00', freeFrom: null }])
  t.equal(holdMinutes, 30)
})

t.test('words are changed one by one, hours and methods as lists', async (t) => {
  const before = await settings()
  const [pickup] = before.deliveryMethods
  const answer = await owner.put('/api/settings', {
    storefront: { headline: '  Cut here  ', banner: '' },
    openingHours: {
      weekly: [{ weekday: 2, opens: '10:00', closes: '24:00' }],
      exceptions: [{ day: '2026-12-25', opens: null, closes: null, note: 'Christmas' }],
    },
    deliveryMethods: [
      { ...pickup, name: 'At the counter' },
      { kind: 'delivery', name: 'Courier', price: 6.5, freeFrom: '150' },
    ],
  })
  t.equal(answer.statusCode, 200, answer.body)
  t.match(answer.json(), {
    storefront: { isOpen: true, headline: 'Cut here', banner: null },
    openingHours: { weekly: [{ weekday: 2 }], exceptions: [{ note: 'Christmas' }] },
    deliveryMethods: [
      { id: pickup.id, name: 'At the counter' },
      { kind: 'delivery', price: '6.50', freeFrom: '150.00' },
    ],
    version: before.version + 1,
  })
  const [event] = (await eventsOf(app, 'settings', 1)).slice(-1)
  t.match(event, {
    type: 'settings.updated',
    data: { headline: { before: null, after: 'Cut here' } },
  })
  const same = await owner.put('/api/settings', { storefront: { headline: 'Cut here' } })
  t.equal(same.json().version, before.version + 1, 'the same again is no change')
})

t.test('mistakes are named, and nothing is stored', async (t) => {
  const before = await settings()
  const refused = async (patch: object) =>
    Object.keys(wrongFields(await owner.put('/api/settings', patch)))
  const span = (weekday: number, opens: string, closes: string) => ({ weekday, opens, closes })
  t.strictSame(
    await refused({
      openingHours: {
        weekly: [span(1, '18:00', '09:00'), span(2, '09:00', '12:00'), span(2, '11:00', '18:00')],
        exceptions: [
          { day: '2026-12-24', opens: '09:00', closes: null },
          { day: '2026-12-24', opens: null, closes: null },
        ],
      },
    }),
    [
      '/openingHours/weekly/0/closes',
      '/openingHours/weekly/2/opens',
      '/openingHours/exceptions/0/closes',
      '/openingHours/exceptions/1/day',
    ],
  )
  t.strictSame(
    await refused({
      deliveryMethods: [
        { id: 999, kind: 'delivery', name: 'Post', price: '1' },
        { kind: 'pickup', name: 'Here', price: '1.005' },
      ],
    }),
    ['/deliveryMethods/0/id', '/deliveryMethods/1/price'],
  )
  t.strictSame(await refused({ deliveryMethods: [] }), ['/deliveryMethods'])
  t.strictSame(await refused({ storefront: { mapUrl: 'javascript:alert(1)' } }), [
    '/storefront/mapUrl',
  ])
  t.strictSame(await settings(), before)
})

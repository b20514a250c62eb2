// Opening hours in the settings: typed as people type them, shown in the shop's locale.
import t from 'tap'
import { addDays, today } from '../../../../../src/lib/time/shop-time.ts'
import { eventsOf } from '../../../../support/api.ts'
import { account, build, program, signedIn } from '../../../../support/app.ts'
import { submit } from '../../../../support/forms.ts'
import { faultsOf } from '../../../../support/page-faults.ts'
import { eachSaid, problemsOf, said, textOf, valueIn } from '../../../../support/reading.ts'
import { accountWithRole } from '../../../../support/roles.ts'

const PATH = '/admin/settings/hours'
const form = '#page-form'
const CLOSED = {
  ...{ monday: '', tuesday: '', wednesday: '', thursday: '', friday: '', saturday: '' },
  sunday: 'closed',
}

async function openShop(t: Parameters<typeof build>[0], place: object = {}) {
  const app = await build(t)
  const [owner, api] = [await signedIn(app), await program(app)]
  await api.put('/api/settings', place)
  const hours = async () => (await api.get('/api/settings')).json().openingHours
  const save = async (typed: Record<string, string>) =>
    submit(owner, await owner.get(PATH), { form, typed })
  return { app, owner, api, hours, save }
}

const spaced = (text: unknown) => String(text).replace(/\s/g, ' ')

t.test('a week is typed in any usual form, and shown in the form of the shop', async (t) => {
  const { app, owner, hours, save } = await openShop(t, { locale: 'de-DE' })
  const page = await save({
    ...CLOSED,
    monday: '9:30 to 13:00, 14-18.30',
    tuesday: '14-18, 9-12',
    'exceptions.0.day': '24.12.2031',
    'exceptions.0.hours': '9-12',
    'exceptions.0.note': ' Christmas Eve ',
  })
  t.equal(page.location, PATH)
  t.strictSame(await hours(), {
    weekly: [
      { weekday: 1, opens: '09:30', closes: '13:00' },
      { weekday: 1, opens: '14:00', closes: '18:30' },
      { weekday: 2, opens: '09:00', closes: '12:00' },
      { weekday: 2, opens: '14:00', closes: '18:00' },
    ],
    exceptions: [{ day: '2031-12-24', opens: '09:00', closes: '12:00', note: 'Christmas Eve' }],
  })
  const saved = await owner.get(PATH)
  t.equal(valueIn(saved, 'monday'), '09:30 – 13:00, 14:00 – 18:30')
  t.equal(valueIn(saved, 'sunday'), 'Closed')
  t.match(eachSaid(saved, '#f-weekly label'), ['Montag', 'Dienstag'])
  t.equal(valueIn(saved, 'exceptions.0.hours'), '09:00 – 12:00')
  const [event] = (await eventsOf(app, 'settings', 1)).slice(-1)
  t.match(event, { type: 'settings.updated', data: { openingHours: { after: { weekly: [{}] } } } })
  const activity = await owner.get('/admin/activity')
  t.match(textOf(activity.$('main')), /Ines Almeida changed the shop: opening hours/)
  t.match(
    textOf(activity.$('main')),
    /Monday 09:30–13:00.*24. Dez. 2031 09:00–12:00 \(Christmas Eve\)/,
  )
})

t.test('the form as it is saved changes nothing', async (t) => {
  for (const locale of ['en-US', 'ar-EG', 'bg-BG', 'zh-TW']) {
    const { api, hours, save } = await openShop(t, {
      locale,
      openingHours: {
        weekly: [{ weekday: 3, opens: '00:30', closes: '12:00' }],
        exceptions: [{ day: '2031-12-25', opens: '12:30', closes: '24:00', note: 'Party' }],
      },
    })
    const before = [await hours(), (await api.get('/api/settings')).json().version]
    t.equal((await save({})).location, PATH)
    t.strictSame([await hours(), (await api.get('/api/settings')).json().version], before, locale)
  }
})

t.test('Arabic digits are read, and shown', async (t) => {
  const { owner, hours, save } = await openShop(t, { locale: 'ar-EG', timeZone: 'Africa/Cairo' })
  await save({
    ...CLOSED,
    saturday: '٩:٣٠-١٨',
    'exceptions.0.day': '٢٤/١٢/٢٠٣١',
    'exceptions.0.hours': 'closed',
  })
  t.match(await hours(), {
    weekly: [{ weekday: 6, opens: '09:30', closes: '18:00' }],
    exceptions: [{ day: '2031-12-24', opens: null }],
  })
  const page = await owner.get(PATH)
  t.equal(spaced(valueIn(page, 'saturday')), '٩:٣٠ ص – ٦:٠٠ م')
  t.equal(page.$('#f-weekly input').first().attr('name'), 'saturday', 'the week begins there')
})

t.test('a shop in New York reads what its customers read', async (t) => {
  const zone = 'America/New_York'
  const { owner, save } = await openShop(t, { locale: 'en-US', timeZone: zone })
  const always = Object.fromEntries(Object.keys(CLOSED).map((name) => [name, '12am-12am']))
  await save(always)
  const page = await owner.get(PATH)
  t.equal(spaced(valueIn(page, 'monday')), '12:00 AM – 12:00 AM')
  t.match(spaced(said(page.$('#customers-read'))), 'Customers read now: Open today until 12:00 AM.')
  const day = today(zone)
  await save({ 'exceptions.0.day': day, 'exceptions.0.note': 'Moving' })
  const closed = await owner.get(PATH)
  t.match(spaced(said(closed.$('#customers-read'))), 'Opens tomorrow at 12:00 AM.')
})

t.test('every mistake is named at its field, and what was typed is there', async (t) => {
  const { hours, save } = await openShop(t)
  const before = await hours()
  const refused = await save({
    monday: '9-6',
    tuesday: 'noonish',
    wednesday: '9-13, 12-18',
    thursday: '1-2, 3-4, 5-6, 7-8, 9-10',
    'exceptions.0.day': 'soon',
    'exceptions.0.hours': '9-12, 14-18',
  })
  t.equal(refused.status, 422)
  t.match(problemsOf(refused), [
    /closes after it opens/,
    /“noonish” can’t be read/,
    /morning or after noon/,
    /one time only/,
    /Day is not a valid day/,
  ])
  t.strictSame(faultsOf(refused), [])
  t.equal(valueIn(refused, 'tuesday'), 'noonish')
  t.equal(valueIn(refused, 'exceptions.0.day'), 'soon')
  t.equal(refused.$('#f-monday').attr('aria-invalid'), 'true')
  t.match(problemsOf(await save({ wednesday: '9-13, 12-18' })), [/overlap/])
  t.match(problemsOf(await save({ thursday: '7-8, 9-10, 11-12, 13-14, 15-16' })), [/4 times/])
  t.strictSame(await hours(), before)
})

t.test('days are added and removed by buttons, and saved with the form', async (t) => {
  const { owner, hours } = await openShop(t)
  const first = await submit(owner, await owner.get(PATH), {
    form,
    typed: { monday: '10-11', 'exceptions.0.day': '2031-12-24' },
    button: 'Add a day',
  })
  t.equal(valueIn(first, 'monday'), '10-11')
  t.strictSame(faultsOf(first), [])
  t.equal(first.$('[autofocus]').attr('name'), 'exceptions.1.day')
  const typed = { 'exceptions.1.day': '2031-12-24', 'exceptions.1.hours': '9-10' }
  const twice = await submit(owner, first, { form, typed })
  t.match(problemsOf(twice), [/there twice/])
  const removed = await submit(owner, twice, { form, button: 'Remove 2031-12-24' })
  t.match(said(removed.$('[role=status]')), 'It counts when you save')
  t.equal((await submit(owner, removed, { form })).status, 303)
  t.strictSame((await hours()).exceptions, [
    { day: '2031-12-24', opens: '09:00', closes: '10:00', note: null },
  ])
})

t.test('past days are folded away, and stay until they are deleted', async (t) => {
  const past = { day: addDays(today('UTC'), -3), opens: null, closes: null, note: 'Stocktake' }
  const next = { day: addDays(today('UTC'), 3), opens: null, closes: null, note: null }
  const { owner, api, hours, save } = await openShop(t)
  await api.put('/api/settings', { openingHours: { weekly: [], exceptions: [past, next] } })
  const page = await owner.get(PATH)
  t.strictSame(faultsOf(page), [])
  t.match(said(page.$('details.fold')), /Past days \(1\).*Closed, Stocktake/)
  t.equal(valueIn(page, 'exceptions.0.day'), next.day)
  const twice = await save({ 'exceptions.0.day': past.day })
  t.match(problemsOf(twice), [/there twice/])
  await save({ 'exceptions.0.note': 'Party' })
  t.match((await hours()).exceptions, [past, { ...next, note: 'Party' }])
  await save({ forgetPast: 'true' })
  t.match((await hours()).exceptions, [{ day: next.day }])
})

t.test('a stale form is refused, and kept', async (t) => {
  const { owner, api, hours } = await openShop(t)
  const page = await owner.get(PATH)
  await api.put('/api/settings', { name: 'Atelier' })
  const stale = await submit(owner, page, { form, typed: { monday: '10-11' } })
  t.equal(stale.status, 412)
  t.equal(valueIn(stale, 'monday'), '10-11')
  t.match(said(stale.$('.alert')), /Someone else changed/)
  t.equal((await submit(owner, stale, { form })).status, 303, 'saving again overwrites')
  t.match((await hours()).weekly, [{ opens: '10:00' }])
})

t.test('who may only read sees the hours, and no form', async (t) => {
  const { app, api } = await openShop(t)
  const role = await api.post('/api/roles', { name: 'Reader', permissions: ['settings.read'] })
  const { person } = await accountWithRole(app, api, role.json().id)
  const reader = await signedIn(app, person)
  const page = await reader.get(PATH)
  t.equal(page.status, 200)
  t.equal(page.$('main form').length, 0)
  t.match(said(page.$('main dl')), /Monday 9:00 AM – 6:00 PM/)
  t.strictSame(eachSaid(page, '.tabs a'), ['Storefront', 'Hours', 'Delivery'])
  t.equal(page.$('.nav a[href="/admin/settings"]').first().attr('aria-current'), 'true')
  t.equal((await reader.get('/admin/settings')).location, '/admin/settings/storefront')
  t.equal((await reader.post(PATH, { monday: '10-11' })).status, 403)
  const customer = await signedIn(app, await account(app, 'customer'))
  t.equal((await customer.get(PATH)).status, 403)
})

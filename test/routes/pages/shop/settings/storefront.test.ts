// Storefront in the settings: on or off, its words, the colourway.
import t from 'tap'
import { ACCENTS } from '../../../../../src/schemas/shop/settings.ts'
import { eventsOf } from '../../../../support/api.ts'
import { build, program, signedIn } from '../../../../support/app.ts'
import { submit } from '../../../../support/forms.ts'
import { faultsOf } from '../../../../support/page-faults.ts'
import { problemsOf, said, textOf, valueIn } from '../../../../support/reading.ts'
import { accountWithRole } from '../../../../support/roles.ts'

const PATH = '/admin/settings/storefront'
const form = '#page-form'

const app = await build(t)
const [owner, api] = [await signedIn(app), await program(app)]
const settings = async () => (await api.get('/api/settings')).json()
const save = async (typed: Record<string, string | string[]>) =>
  submit(owner, await owner.get(PATH), { form, typed })

t.test('words, colourway and minutes are saved together', async (t) => {
  const saved = await save({
    headline: 'Made to fit you',
    about: 'Since 1998.\nIn Leeds.',
    mapUrl: 'https://www.openstreetmap.org/?mlat=53.8',
    accent: 'teal',
    holdMinutes: '٤٥',
  })
  t.equal(saved.location, PATH)
  t.match(await settings(), {
    accent: 'teal',
    holdMinutes: 45,
    storefront: { isOpen: true, headline: 'Made to fit you', about: 'Since 1998.\nIn Leeds.' },
  })
  const page = await owner.get(PATH)
  t.equal(page.$('html').attr('data-colourway'), 'teal')
  t.equal(page.$('[name=accent]:checked').val(), 'teal')
  t.strictSame(
    page
      .$('.swatch')
      .map((_, swatch) => page.$(swatch).attr('data-colourway'))
      .get(),
    [...ACCENTS],
  )
  t.equal(page.$('main a[href="/"]').attr('target'), undefined)
  const events = (await eventsOf(app, 'settings', 1)).slice(-2)
  t.match(events, [{ data: { accent: { after: 'teal' } } }, { data: { headline: {} } }])
  const activity = textOf((await owner.get('/admin/activity')).$('main'))
  t.match(activity, /changed the shop: headline, about the shop, link to a map/)
  t.match(activity, /changed the shop: colourway, minutes that pieces are kept/)
})

t.test('a cleared text is gone, and the shop settings keep the colourway', async (t) => {
  await save({ about: '  ' })
  t.equal((await settings()).storefront.about, null)
  const shop = await owner.get('/admin/settings')
  await submit(owner, shop, { form, typed: { name: 'Atelier' } })
  t.match(await settings(), { name: 'Atelier', accent: 'teal' })
})

t.test('the storefront is switched off and on', async (t) => {
  await save({ isOpen: [] })
  t.equal((await settings()).storefront.isOpen, false)
  t.equal((await app.inject('/api/cart')).statusCode, 404)
  await save({ isOpen: ['true'] })
  t.equal((await settings()).storefront.isOpen, true)
})

t.test('mistakes are shown at their fields, and what was typed is there', async (t) => {
  const before = await settings()
  for (const [name, typed, problem] of [
    ['mapUrl', 'next to the church', /whole address of the map/],
    ['holdMinutes', '4', /at least 5/],
    ['holdMinutes', '1441', /at most 1440/],
    ['holdMinutes', 'long', /whole number|integer|number/],
    ['headline', 'x'.repeat(81), /at most 80 characters/],
  ] as const) {
    const refused = await save({ [name]: typed, intro: 'Dresses' })
    t.equal(refused.status, 422, typed)
    t.match(problemsOf(refused), [problem])
    t.strictSame(faultsOf(refused), [])
    t.equal(valueIn(refused, name), typed)
    t.equal(refused.$(`#f-${name}`).attr('aria-invalid'), 'true')
    t.match(refused.$('[name=intro]').text(), 'Dresses')
  }
  const { $ } = await owner.get(PATH)
  const fields = $(form)
    .serializeArray()
    .filter(({ name }) => name !== 'accent')
  const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  const none = await owner.post(PATH, { ...values, accent: 'plaid' })
  t.equal(none.status, 422)
  t.match(problemsOf(none), [/Colourway must be one of/])
  t.strictSame(await settings(), before)
})

t.test('a stale form is refused, and kept', async (t) => {
  const page = await owner.get(PATH)
  await api.put('/api/settings', { name: 'Theirs' })
  const stale = await submit(owner, page, { form, typed: { headline: 'Mine' } })
  t.equal(stale.status, 412)
  t.equal(valueIn(stale, 'headline'), 'Mine')
  t.match(said(stale.$('.alert')), /Someone else changed/)
  t.equal((await submit(owner, stale, { form })).status, 303)
  t.equal((await settings()).storefront.headline, 'Mine')
})

t.test('who may only read sees values, and no form', async (t) => {
  const role = await api.post('/api/roles', { name: 'Reader', permissions: ['settings.read'] })
  const { person } = await accountWithRole(app, api, role.json().id)
  const reader = await signedIn(app, person)
  const page = await reader.get(PATH)
  t.equal(page.$('main form').length, 0)
  t.match(said(page.$('main dl')), /Storefront On Headline Mine/)
  t.equal((await reader.post(PATH, { headline: 'Ours' })).status, 403)
})

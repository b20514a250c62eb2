// Customer forms without JavaScript: no duplicates, no lost input, no silent overwriting.
import t from 'tap'
import { account, build, program, signedIn } from '../../../../support/app.ts'
import { submit } from '../../../../support/forms.ts'
import { eachSaid, problemsOf, said, valueIn } from '../../../../support/reading.ts'
import { AMINA, addCustomer, newPhone } from '../../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const visitor = await signedIn(app, await account(app, 'staff'))

const NEW = 'form[action="/admin/customers"][method=post]'
const count = async () => (await office.get('/api/customers?total=true')).json().total

/** A customer with her page, her form, and her stored data. */
async function amina(customer: object = {}) {
  const { id } = await addCustomer(office, { ...AMINA, ...customer })
  const url = `/admin/customers/${id}`
  return {
    url,
    edit: `${url}/edit`,
    form: `form[action="${url}"]`,
    stored: async () => (await office.get(`/api/customers/${id}`)).json(),
    change: (patch: object) => office.put(`/api/customers/${id}`, patch),
  }
}

/** Amina with a number that nobody has. */
const unknown = () => ({ ...AMINA, phoneNumber: newPhone() })

t.test('a new customer is saved and shown', async (t) => {
  const form = await visitor.get('/admin/customers/new')
  t.equal(said(form.$('title')), 'New customer · Hemline')
  const typed = { ...unknown(), notes: 'Ivory shoes.\nAllergic to wool.' }
  const saved = await submit(visitor, form, { form: NEW, typed })
  t.equal(saved.status, 303)
  const url = saved.location ?? ''
  const page = await visitor.get(url)
  t.equal(said(page.$('h1')), 'Amina Bello')
  t.equal(said(page.$('#toasts .toast > span')), 'Amina Bello saved.')
  t.match((await office.get(url.replace('admin', 'api'))).json(), { ...typed, email: null })
  t.equal((await visitor.get(url)).$('#toasts .toast').length, 0, 'said once')
})

t.test('all errors are shown at once, and typed values are kept', async (t) => {
  const before = await count()
  const form = await visitor.get('/admin/customers/new')
  const typed = { name: ' ', phoneNumber: 'call me', email: 'nowhere', notes: 'Likes pockets' }
  const again = await submit(visitor, form, { form: NEW, typed })
  t.equal(again.status, 422)
  const { $ } = again
  t.equal(said($('#form-errors h2')), 'Fix 3 problems')
  t.strictSame(
    $('[aria-invalid]')
      .map((_, field) => $(field).attr('name'))
      .get(),
    ['name', 'phoneNumber', 'email'],
  )
  t.equal(problemsOf(again).length, 3)
  t.equal(said($('#f-name-error')), 'Name is missing.')
  t.equal(valueIn(again, 'phoneNumber'), 'call me')
  t.equal(valueIn(again, 'notes'), 'Likes pockets')
  t.equal(valueIn(again, 'idempotencyKey'), valueIn(form, 'idempotencyKey'), 'still the same try')
  t.equal(await count(), before)

  const saved = await submit(visitor, again, { form: NEW, typed: { ...unknown(), email: '' } })
  t.equal(saved.status, 303)
  t.equal(await count(), before + 1)
})

t.test('a form sent twice creates one customer', async (t) => {
  const before = await count()
  const form = await visitor.get('/admin/customers/new')
  const typed = unknown()
  const tap = () => submit(visitor, form, { form: NEW, typed })
  const [one, two] = await Promise.all([tap(), tap()])
  t.equal(one.status, 303)
  t.equal(two.location, one.location)
  t.equal(await count(), before + 1)
})

t.test('sending other values with a used key asks which of the two is meant', async (t) => {
  const form = await visitor.get('/admin/customers/new')
  const amina = unknown()
  const first = await submit(visitor, form, { form: NEW, typed: amina })
  const before = await count()
  const typed = { ...unknown(), name: 'Amina Bello-Roy' }
  const warning = await submit(visitor, form, { form: NEW, typed })
  t.equal(warning.status, 422)
  t.match(said(warning.$('.alert')), 'This form was already saved')
  t.equal(warning.$('.alert a').attr('href'), first.location)
  t.equal(valueIn(warning, 'name'), 'Amina Bello-Roy')
  t.equal(await count(), before)
  const saved = await submit(visitor, warning, { form: NEW })
  t.equal(saved.status, 303)
  t.equal(await count(), before + 1, 'saving again adds somebody else')
})

t.test('a customer is changed, and a cleared field is empty', async (t) => {
  const her = await amina({ email: 'amina@example.com', notes: 'Line one.\nLine two.' })
  const form = await visitor.get(her.edit)
  t.equal(said(form.$('h1')), 'Edit Amina Bello')
  const typed = { name: 'Amina Bello-Roy', email: '' }
  const saved = await submit(visitor, form, { form: her.form, typed })
  t.equal(saved.location, her.url)
  t.match(await her.stored(), { ...typed, email: null, notes: 'Line one.\nLine two.' })
  t.equal(said((await visitor.get(her.url)).$('#toasts .toast > span')), 'Amina Bello-Roy saved.')
})

t.test('saving an unchanged form changes nothing', async (t) => {
  const her = await amina({ notes: 'Line one.\nLine two.' })
  const before = await her.stored()
  await submit(visitor, await visitor.get(her.edit), { form: her.form })
  t.strictSame(await her.stored(), before)
})

t.test('a name cannot be cleared', async (t) => {
  const her = await amina()
  const typed = { name: '', notes: 'Typed' }
  const again = await submit(visitor, await visitor.get(her.edit), { form: her.form, typed })
  t.equal(again.status, 422)
  t.equal(said(again.$('#f-name-error')), 'Name is missing.')
  t.equal(valueIn(again, 'notes'), 'Typed')
  t.equal(valueIn(again, 'version'), '1')
  t.equal((await her.stored()).name, 'Amina Bello')
})

t.test(
  'after somebody else saved, both versions are shown and typed values are kept',
  async (t) => {
    const her = await amina({ notes: 'Ivory shoes', address: '4 Mill Lane\nLeeds' })
    const form = await visitor.get(her.edit)
    await her.change({ name: 'Amina Roy', phoneNumber: '0555 9000' })

    const typed = { name: 'Amina Bello-Roy', notes: 'Ivory shoes, 7 cm' }
    const stale = await submit(visitor, form, { form: her.form, typed })
    t.equal(stale.status, 412)
    const { $ } = stale
    t.match(said($('#overtaken .alert')), 'Ines Almeida saved a change while you were typing')
    t.strictSame(eachSaid(stale, '#overtaken tbody tr'), [
      'Name Amina Bello-Roy (in the form) Amina Roy',
      'Phone number +44 20 7946 0018 0555 9000 (in the form)',
      'Notes Ivory shoes, 7 cm (in the form) Ivory shoes',
    ])
    t.equal(valueIn(stale, 'name'), 'Amina Bello-Roy', 'what was typed')
    t.equal(valueIn(stale, 'phoneNumber'), '0555 9000', 'what only the other one changed')
    t.equal($('.form-actions a').attr('href'), her.url, 'or discard it')
    t.equal((await her.stored()).name, 'Amina Roy', 'nothing is saved yet')

    const saved = await submit(visitor, stale, { form: her.form, button: 'Save my changes' })
    t.equal(saved.status, 303)
    t.match(await her.stored(), { ...typed, phoneNumber: '0555 9000', version: 3 })
  },
)

t.test('another change meanwhile is shown as well', async (t) => {
  const her = await amina()
  const form = await visitor.get(her.edit)
  await her.change({ notes: 'First' })
  const stale = await submit(visitor, form, { form: her.form, typed: { notes: 'Mine' } })
  await her.change({ notes: 'Second' })
  const again = await submit(visitor, stale, { form: her.form })
  t.equal(again.status, 412)
  t.equal(said(again.$('#overtaken tbody')), 'Notes Mine (in the form) Second')
})

t.test('errors are shown before the edit conflict', async (t) => {
  const her = await amina()
  const form = await visitor.get(her.edit)
  await her.change({ notes: 'First' })
  const typed = { name: '', notes: 'Mine' }
  const wrong = await submit(visitor, form, { form: her.form, typed })
  t.equal(wrong.status, 422)
  const stale = await submit(visitor, wrong, { form: her.form, typed: { name: 'Amina' } })
  t.equal(stale.status, 412, 'the change was not overlooked')
  t.equal(valueIn(stale, 'notes'), 'Mine')
})

t.test('a form without a version overwrites nothing', async (t) => {
  const her = await amina()
  await visitor.get(her.edit)
  const refused = await visitor.post(her.url, { ...AMINA, name: 'Somebody' })
  t.equal(refused.status, 412)
  t.equal((await her.stored()).name, 'Amina Bello')
})

t.test('a customer is archived after a confirmation, and restored', async (t) => {
  const her = await amina({ name: 'Old Friend' })
  /** Numbers of current and archived customers that a search finds, from the two tabs. */
  const searchCounts = async () => {
    const { $ } = await visitor.get('/admin/customers?search=old')
    const tabs = $('.tabs a').toArray()
    const pages = tabs.map(async (tab) => visitor.get($(tab).attr('href') ?? ''))
    return (await Promise.all(pages)).map((page) => eachSaid(page, 'tbody .row-link').length)
  }
  const page = await visitor.get(her.url)
  t.equal(page.$('#archive-open').attr('href'), '#archive', 'the question opens without a script')
  const gone = await submit(visitor, page, { form: 'form[action$="/archive"]', button: 'Archive' })
  t.equal(gone.location, her.url)

  const archived = await visitor.get(her.url)
  t.equal(said(archived.$('#toasts .toast > span')), 'Old Friend archived.')
  t.match(said(archived.$('.title')), 'Old Friend Archived')
  t.equal(archived.$('main a[href^="/admin/orders/new"]').length, 0, 'no order for who is gone')
  t.strictSame(await searchCounts(), [0, 1])

  const back = await submit(visitor, archived, { form: 'form[action$="/restore"]' })
  t.equal(back.location, her.url)
  t.equal(said((await visitor.get(her.url)).$('#toasts .toast > span')), 'Old Friend restored.')
  t.strictSame(await searchCounts(), [1, 0])
})

t.test('a cross-site form is refused', async (t) => {
  const before = await count()
  const refused = await visitor.post('/admin/customers', { ...AMINA, _csrf: 'made-up' })
  t.equal(refused.status, 403)
  t.equal(await count(), before)
})

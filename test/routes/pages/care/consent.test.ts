// Consent by pages, without JavaScript: asked at the counter, given and withdrawn in the profile, offered at registration.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { account, browser, signedIn } from '../../../support/app.ts'
import { said, submit, type Typed } from '../../../support/forms.ts'
import { valueIn } from '../../../support/reading.ts'
import { addCustomer, newPhone } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)

const stored = async (id: number) => (await owner.get(`/api/customers/${id}`)).json()
async function known(customer: object = {}) {
  const { id } = await addCustomer(owner, { name: 'Mira', phoneNumber: newPhone(), ...customer })
  return { id: id as number, path: `/admin/customers/${id}` }
}

t.test('staff choose what the customer said, and see it with its day', async (t) => {
  const { id, path } = await known()
  const about = async () => said((await ines.get(path)).$('aside'))
  t.match(await about(), /E-mail: Not asked Text message: Not asked/)
  const form = `form[action="${path}"]`
  const page = await ines.get(`${path}/edit`)
  t.match(said(page.$('main')), /Messages about their own orders come in any case/)
  await submit(ines, page, { form, typed: { emailConsent: 'true', textConsent: 'false' } })
  t.match(await stored(id), { emailConsent: true, textConsent: false, textConsentBy: 'staff' })
  t.match(await about(), /E-mail: Yes, noted by staff on .+ Text message: No, noted by staff on/)
  const again = await ines.get(`${path}/edit`)
  t.equal(again.$('#f-emailConsent option[selected]').text().trim(), 'Yes')
  await submit(ines, again, { form, typed: { emailConsent: '' } })
  t.match(await stored(id), { emailConsent: null, emailConsentAt: null, textConsent: false })
  const activity = said((await ines.get('/admin/activity')).$('main'))
  t.match(activity, /changed offers and news for : e-mail yes, text message no/)
})

t.test('a form without the question leaves the answer alone', async (t) => {
  const { id, path } = await known({ emailConsent: true })
  const { $ } = await ines.get(`${path}/edit`)
  const fields = { name: 'Mira', phoneNumber: '1234567', email: '', address: '', notes: 'Tall' }
  const version = String($('[name=version]').val())
  const _csrf = String($(`form[action="${path}"] [name=_csrf]`).val())
  const answer = await ines.post(path, { ...fields, version, _csrf })
  t.equal(answer.status, 303)
  t.match(await stored(id), { notes: 'Tall', emailConsent: true })
})

t.test('an edit conflict shows both answers in words', async (t) => {
  const { id, path } = await known()
  const page = await ines.get(`${path}/edit`)
  await owner.put(`/api/customers/${id}`, { emailConsent: false })
  const conflict = await submit(ines, page, {
    form: `form[action="${path}"]`,
    typed: { emailConsent: 'true' },
  })
  t.equal(conflict.status, 412)
  t.match(said(conflict.$('#overtaken table')), /Offers by e-mail\s*Yes.*No/)
  t.equal(valueIn(conflict, 'emailConsent'), 'true')
})

t.test('customers give it in their profile, and take it back', async (t) => {
  const { id } = await known({ textConsent: true })
  const mira = await signedIn(app, await account(app, 'customer', id))
  const form = 'form[action="/profile/consent"]'
  const page = await mira.get('/profile')
  t.match(said(page.$('#offers')), /Text message: Yes, noted by the shop on/)
  t.equal(page.$('#offers [name=textConsent]').attr('checked'), 'checked')
  t.equal(page.$('#offers [name=emailConsent]').attr('checked'), undefined)
  const saved = await submit(mira, page, {
    form,
    typed: { emailConsent: ['true'], textConsent: [] },
  })
  t.equal(saved.location, '/profile#offers')
  t.match(await stored(id), {
    ...{ emailConsent: true, emailConsentBy: 'customer' },
    ...{ textConsent: false, textConsentBy: 'customer' },
  })
  t.match(said((await mira.get('/profile')).$('#offers')), /E-mail: Yes, noted by you on/)
  t.equal((await ines.get('/profile')).$('#offers').length, 0, 'staff are not asked')
})

t.test('registration asks, and takes silence for no answer', async (t) => {
  const register = async (email: string, typed: Typed) => {
    const visitor = browser(app)
    const page = await visitor.get('/auth/register')
    t.equal(page.$('[name=emailConsent]').attr('checked'), undefined, 'no box is ticked for them')
    const fields = { name: 'Zoe', email, password: 'seven-silk-buttons', ...typed }
    const done = await submit(visitor, page, {
      form: 'form[action="/auth/register"]',
      typed: fields,
    })
    t.equal(done.status, 303)
    const { data } = (await owner.get(`/api/customers?search=${email}`)).json()
    return data[0]
  }
  t.match(await register('zoe@example.com', { emailConsent: ['true'] }), {
    ...{ emailConsent: true, emailConsentBy: 'customer', textConsent: null },
  })
  t.match(await register('zora@example.com', {}), { emailConsent: null, textConsent: null })
})

// Consent to messages with offers and news: said by staff or the customer, per channel, with its time and author.
import t from 'tap'
import { customerProgram, eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { AMINA, addCustomer, newPhone } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const NOBODY_ASKED = {
  ...{ emailConsent: null, emailConsentAt: null, emailConsentBy: null },
  ...{ textConsent: null, textConsentAt: null, textConsentBy: null },
}
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

t.test('nobody is asked at first, and staff put down what they say', async (t) => {
  const amina = await addCustomer(owner)
  t.hasStrict(amina, NOBODY_ASKED)
  const url = `/api/customers/${amina.id}`
  const yes = (await owner.put(url, { emailConsent: true })).json()
  t.match(yes, { emailConsent: true, emailConsentAt: MOMENT, emailConsentBy: 'staff', version: 2 })
  t.equal(yes.textConsent, null)
  const [last] = (await eventsOf(app, 'customer', amina.id)).slice(-1)
  t.match(last, {
    type: 'customer.consent_changed',
    data: { emailConsent: { before: null, after: true }, emailConsentBy: { after: 'staff' } },
  })
  const same = (await owner.put(url, { emailConsent: true, notes: 'Tall' })).json()
  t.equal(same.emailConsentAt, yes.emailConsentAt, 'what is said again keeps its time')
  const types = (await eventsOf(app, 'customer', amina.id)).map(({ type }) => type)
  t.strictSame(types.slice(1), ['customer.consent_changed', 'customer.updated'])
  const cleared = (await owner.put(url, { emailConsent: null })).json()
  t.hasStrict(cleared, NOBODY_ASKED)
  t.hasStrict((await owner.get(url)).json(), NOBODY_ASKED)
})

t.test('a new customer comes with what they said', async (t) => {
  const said = { emailConsent: false, textConsent: true }
  const answer = await owner.post('/api/customers', { ...AMINA, name: 'Bea', ...said })
  t.match(answer.json(), { ...said, emailConsentBy: 'staff', textConsentAt: MOMENT })
  const { data } = (await owner.get('/api/customers?search=Bea')).json()
  t.match(data, [said])
  const wrong = await owner.post('/api/customers', { ...AMINA, emailConsent: 'yes' })
  t.strictSame(wrongFields(wrong), { '/emailConsent': 'type' })
})

t.test('customers say it for themselves, and take it back', async (t) => {
  const { id } = await addCustomer(owner, { ...AMINA, name: 'Ida', textConsent: true })
  const ida = await program(app, await account(app, 'customer', id))
  const url = '/api/users/me/consent'
  const seen = await ida.get(url)
  t.match(seen.json(), { emailConsent: null, textConsent: true, textConsentBy: 'staff' })
  t.equal(seen.headers.etag, '"1"')
  const said = await ida.put(url, { textConsent: false }, { 'if-match': '"1"' })
  t.equal(said.statusCode, 200, said.body)
  t.match(said.json(), { textConsent: false, textConsentBy: 'customer', version: 2 })
  t.match((await owner.get(`/api/customers/${id}`)).json(), {
    ...{ textConsent: false, textConsentBy: 'customer', emailConsent: null },
  })
  const [last] = (await eventsOf(app, 'customer', id)).slice(-1)
  t.match(last, { type: 'customer.consent_changed', data: { textConsent: { after: false } } })
  refused(t, await ida.put(url, { textConsent: true }, { 'if-match': '"1"' }), 412, 'stale_version')
  t.strictSame(wrongFields(await ida.put(url, {})), { '': 'minProperties' })
  t.strictSame(wrongFields(await ida.put(url, { notes: 'x' })), {
    '/notes': 'additionalProperties',
  })
  refused(t, await owner.get(url), 404, 'not_found', 'the owner is no customer')
  const other = await customerProgram(app)
  t.match((await other.get(url)).statusCode, 404, 'an account without a record')
})

t.test('whoever registers may say it at once', async (t) => {
  const payload = { email: 'zoe@example.com', password: 'seven-silk-buttons', emailConsent: true }
  const answer = await app.inject({ method: 'POST', url: '/api/auth/register', payload })
  t.equal(answer.statusCode, 201, answer.body)
  const { customerId } = answer.json()
  t.match((await owner.get(`/api/customers/${customerId}`)).json(), {
    ...{ emailConsent: true, emailConsentBy: 'customer', textConsent: null, textConsentBy: null },
  })
})

t.test('all data of a customer has it, and an erasure takes it away', async (t) => {
  const said = { emailConsent: true, textConsent: false }
  const { id } = await addCustomer(owner, { name: 'Lea', phoneNumber: newPhone(), ...said })
  const { customer, events } = (await owner.get(`/api/customers/${id}/export`)).json()
  t.match(customer, { ...said, emailConsentBy: 'staff', textConsentAt: MOMENT })
  t.ok(events.some(({ type }: { type: string }) => type === 'customer.consent_changed'))
  const erased = (await owner.post(`/api/customers/${id}/erase`, {})).json()
  t.hasStrict(erased, NOBODY_ASKED)
})

const record = (said: object) =>
  addCustomer(owner, { name: 'Noor', phoneNumber: newPhone(), ...said })

t.test('of two records that are merged a no wins, and the undo restores both', async (t) => {
  const into = await record({ emailConsent: true, textConsent: true })
  const from = await record({ emailConsent: false })
  const merged = (await owner.post(`/api/customers/${into.id}/merge`, { from: from.id })).json()
  t.match(merged, {
    ...{ emailConsent: false, emailConsentAt: from.emailConsentAt, emailConsentBy: 'staff' },
    ...{ textConsent: true, textConsentAt: into.textConsentAt },
  })
  const { id: eventId } = (await eventsOf(app, 'customer', into.id)).at(-1) as { id: number }
  t.equal((await owner.post('/api/undos', { eventId })).statusCode, 201)
  const back = (await owner.get(`/api/customers/${into.id}`)).json()
  const { emailConsentAt, textConsentAt } = into
  t.hasStrict(back, { emailConsent: true, emailConsentAt, textConsent: true, textConsentAt })
  t.match((await owner.get(`/api/customers/${from.id}`)).json(), { emailConsent: false })
})

t.test('a no that stands is not turned by the record that comes over', async (t) => {
  const into = await record({ emailConsent: false })
  const from = await record({ emailConsent: true, textConsent: true })
  const merged = (await owner.post(`/api/customers/${into.id}/merge`, { from: from.id })).json()
  t.match(merged, { emailConsent: false, emailConsentAt: into.emailConsentAt, textConsent: true })
})

// Consent in CSV files: an export, imported into another shop, is the same there; bad answers name their column.
import t from 'tap'
import { eventsOf, openShop } from '../../../support/api.ts'
import { linesOf } from '../../../support/csv.ts'
import { send } from '../../../support/imports.ts'
import { addCustomer, newPhone } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const EXPORT = '/api/customers/export/csv'
const CONSENTS = [
  ...['emailConsent', 'emailConsentAt', 'emailConsentBy'],
  ...['textConsent', 'textConsentAt', 'textConsentBy'],
]

const named = async (search: string) =>
  (await owner.get(`/api/customers?search=${search}`)).json().data[0]

t.test('an export is imported as it was, with times and authors', async (t) => {
  const shop = await openShop(t)
  const add = (name: string, said: object) =>
    addCustomer(shop.owner, { name, phoneNumber: newPhone(), ...said })
  await add('Amina', { emailConsent: true, textConsent: false })
  await add('Bea', {})
  await add('Chloé', { textConsent: true })
  await shop.app.inject({
    ...{ method: 'POST', url: '/api/auth/register' },
    payload: {
      ...{ email: 'dora@example.com', password: 'seven-silk-buttons', phoneNumber: newPhone() },
      ...{ name: 'Dora', emailConsent: true },
    },
  })
  const first = (await shop.owner.get(EXPORT)).body
  t.strictSame(
    linesOf(first).map(({ emailConsent, textConsent }) => [emailConsent, textConsent]),
    [
      ['yes', 'no'],
      ['', ''],
      ['', 'yes'],
      ['yes', ''],
    ],
  )
  const answer = await send(owner, 'customers', first)
  t.match(answer.json(), { made: 4, problemCount: 0 })
  const consents = (file: string) =>
    linesOf(file).map((line) => CONSENTS.map((column) => line[column]))
  t.strictSame(consents((await owner.get(EXPORT)).body), consents(first))
  t.match(await named('Dora'), { emailConsent: true, emailConsentBy: 'customer' })
  const types = (await eventsOf(app, 'customer', (await named('Amina')).id)).map(({ type }) => type)
  t.strictSame(types, ['customer.created', 'customer.consent_changed'])
})

t.test('a file without the columns changes no answer, nor does one with others', async (t) => {
  const { id, phoneNumber } = await addCustomer(owner, {
    ...{ name: 'Lea', phoneNumber: newPhone(), emailConsent: false },
  })
  for (const file of [
    `name,phone\nLea,${phoneNumber}\n`,
    `name,phone,emailConsent\nLea,${phoneNumber},yes\n`,
  ]) {
    t.match((await send(owner, 'customers', file)).json(), { made: 0, known: 1 })
    t.match((await owner.get(`/api/customers/${id}`)).json(), { emailConsent: false, version: 1 })
  }
})

t.test('other programs write their answers in other words', async (t) => {
  const file = `name,phone,Accepts Email Marketing,Accepts SMS Marketing
Noor,0170 555 2001,TRUE,no
Ola,0170 555 2002,Yes,
`
  t.match((await send(owner, 'customers', file)).json(), { made: 2 })
  const noor = await named('Noor')
  t.match(noor, { emailConsent: true, emailConsentBy: 'staff', textConsent: false })
  t.equal(noor.emailConsentAt, noor.createdAt)
  t.match(await named('Ola'), { emailConsent: true, textConsent: null, textConsentBy: null })
})

t.test('an answer that is none is refused with its line and column', async (t) => {
  const file = `name,phone,emailConsent,emailConsentAt,emailConsentBy,textConsentAt
Pia,0170 555 3001,maybe,,,
Pia,0170 555 3002,yes,yesterday,,
Pia,0170 555 3003,yes,,the cat,
Pia,0170 555 3004,,,staff,2026-01-01T00:00:00Z
`
  const { problems } = (await send(owner, 'customers', file, '?dryRun=true')).json()
  t.strictSame(
    problems.map(({ line, column, code }: Record<string, unknown>) => [line, column, code]),
    [
      [2, 'emailConsent', 'enum'],
      [3, 'emailConsentAt', 'format'],
      [4, 'emailConsentBy', 'enum'],
      [5, 'emailConsentBy', 'dependent'],
      [5, 'textConsentAt', 'dependent'],
    ],
  )
})

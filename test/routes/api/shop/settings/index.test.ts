// Settings by the API, equal to those on the pages.
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../../../support/api.ts'
import { account, program, signedIn } from '../../../../support/app.ts'
import { addOrder } from '../../../../support/shop/factories.ts'

const url = '/api/settings'

t.test('changes by the API are on the pages, and the other way round', async (t) => {
  const { app, owner } = await openShop(t)
  const before = await owner.get(url)
  t.match(before.json(), {
    name: 'Needle & Thread',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    taxMode: 'none',
    paymentRules: { depositKind: 'none', methods: ['cash'] },
    logo: null,
  })
  const changes = {
    name: 'Atelier Almeida',
    locale: 'de-de',
    taxMode: 'inclusive',
    taxRate: '19',
    paymentRules: { depositKind: 'percent', depositValue: '50' },
  }
  const tag = String(before.headers.etag)
  const saved = await owner.put(url, changes, { 'if-match': tag })
  t.equal(saved.statusCode, 200, saved.body)
  t.match(saved.json(), { ...changes, locale: 'de-DE', currency: 'EUR', phoneNumber: null })
  t.strictSame(saved.json().paymentRules.methods, before.json().paymentRules.methods, 'kept')
  t.equal(saved.headers.etag, `"${saved.json().version}"`)
  const browser = await signedIn(app)
  t.equal((await browser.get('/admin/settings')).$('[name=name]').val(), 'Atelier Almeida')
  const rules = await browser.get('/admin/settings/payments')
  t.equal(rules.$('[name=depositValue]').val(), '50')
  refused(t, await owner.put(url, { name: 'Late' }, { 'if-match': tag }), 412, 'stale_version')
  const types = (await eventsOf(app, 'settings', 1)).map(({ type }) => type)
  t.strictSame(types, ['settings.created', 'settings.updated', 'settings.updated'])
})

t.test('errors are reported, and nothing is saved then', async (t) => {
  const { owner } = await openShop(t)
  const before = (await owner.get(url)).json()
  for (const [change, pointer] of [
    [{ locale: '-1' }, '/locale'],
    [{ timeZone: 'Mars/Base' }, '/timeZone'],
    [{ taxMode: 'exclusive' }, '/taxRate'],
    [{ taxRate: 20 }, '/taxRate'],
    [{ colour: 'red' }, '/colour'],
    ...['x', '', '1.005'].map(
      (depositValue) =>
        [
          { name: 'Mine', paymentRules: { depositKind: 'amount', depositValue } },
          '/paymentRules/depositValue',
        ] as const,
    ),
    [{ paymentRules: { depositKind: 'half' } }, '/paymentRules/depositKind'],
  ] as const) {
    const answer = await owner.put(url, { ...change })
    refused(t, answer, 422, 'invalid_input', JSON.stringify(change))
    t.ok(pointer in wrongFields(answer), `${pointer}: ${answer.body}`)
  }
  await addOrder(owner)
  refused(t, await owner.put(url, { currency: 'USD' }), 409, 'currency_in_use')
  t.strictSame((await owner.get(url)).json(), before)
})

t.test('staff may read settings, only the owner may change them', async (t) => {
  const { app } = await openShop(t)
  const staff = await program(app, await account(app, 'staff'))
  t.equal((await staff.get(url)).statusCode, 200)
  refused(t, await staff.put(url, { name: 'Mine' }), 403, 'forbidden')
  const customer = await program(app, await account(app, 'customer'))
  refused(t, await customer.get(url), 403, 'forbidden')
})

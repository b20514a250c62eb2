// Possible duplicates at entry: the same phone number in any spelling, or the same e-mail.
import t from 'tap'
import { openShop, refused } from '../../../../support/api.ts'
import { addCustomer } from '../../../../support/shop/factories.ts'

const { owner } = await openShop(t)

const mira = await addCustomer(owner, {
  name: 'Mira Patel',
  phoneNumber: '07700 900 555',
  email: 'Mira@Example.com',
})

const add = (customer: object, query = '') => owner.post(`/api/customers${query}`, customer)

t.test('a new customer is saved, with those who may be the same', async (t) => {
  t.strictSame(mira.possibleDuplicates, [])
  const answer = await add({ name: 'M. P.', phoneNumber: '+44 7700 900555' })
  t.equal(answer.statusCode, 201)
  const { possibleDuplicates } = answer.json()
  t.strictSame(possibleDuplicates, [{ id: mira.id, name: 'Mira Patel', same: ['phoneNumber'] }])
  await owner.delete(`/api/customers/${answer.json().id}`)
  const both = await add({ name: 'X', phoneNumber: '07700900555', email: 'MIRA@example.com' })
  t.match(both.json().possibleDuplicates, [{ id: mira.id, same: ['phoneNumber', 'email'] }])
  await owner.delete(`/api/customers/${both.json().id}`)
})

t.test('digits of other scripts, signs and blanks are the same number', async (t) => {
  const same = [
    '٠٧٧٠٠ ٩٠٠ ٥٥٥', // Arabic-Indic
    '۰۷۷۰۰۹۰۰۵۵۵', // Persian
    '०७७००-९००-५५५', // Devanagari
    '０７７００　９００　５５５', // full width
    '+44 (0)7700 900-555',
    '\u202a+44\u00a07700\u2011900555\u202c', // marks of direction, hard blanks and hyphens
    '00447700900555',
  ]
  for (const phoneNumber of same) {
    const answer = await add({ name: 'Somebody', phoneNumber })
    const { id, possibleDuplicates } = answer.json()
    t.match(possibleDuplicates, [{ id: mira.id, same: ['phoneNumber'] }], phoneNumber)
    await owner.delete(`/api/customers/${id}`)
  }
  for (const email of ['mira@EXAMPLE.COM', ' MIRA@example.com ', '\u200bmira@example.com']) {
    const answer = await add({ name: 'Somebody', phoneNumber: '07700 900 001', email })
    t.match(answer.json().possibleDuplicates, [{ id: mira.id, same: ['email'] }], email)
    await owner.delete(`/api/customers/${answer.json().id}`)
  }
  for (const email of ['mira@example.org', 'm.ira@example.com', 'mira@example.com.au']) {
    const answer = await add({ name: 'Somebody', phoneNumber: '07700 900 001', email })
    t.strictSame(answer.json().possibleDuplicates, [], email)
    await owner.delete(`/api/customers/${answer.json().id}`)
  }
})

t.test('in a shop of another country its own notation is the same number', async (t) => {
  for (const [locale, known, typed] of [
    ['it-IT', '+39 06 6982 0001', '06 69820001'],
    ['ru-RU', '+7 912 345-67-89', '8 (912) 345 67 89'],
    ['ar-EG', '+20 100 123 4567', '٠١٠٠ ١٢٣ ٤٥٦٧'],
    ['ja-JP', '+81 90 1234 5678', '０９０－１２３４－５６７８'],
    ['fr-FR', '+33 6 12 34 56 78', '06.12.34.56.78'],
  ] as const) {
    const shop = await openShop(t, { locale })
    const { id } = await addCustomer(shop.owner, { name: 'Known', phoneNumber: known })
    const answer = await addCustomer(shop.owner, { name: 'Typed', phoneNumber: typed })
    t.match(answer.possibleDuplicates, [{ id, same: ['phoneNumber'] }], `${locale} ${typed}`)
  }
})

t.test('an archived record, and a similar number are no duplicates', async (t) => {
  for (const phoneNumber of ['07700 900 556', '+1 7700 900555']) {
    const answer = await add({ name: 'Other', phoneNumber })
    t.strictSame(answer.json().possibleDuplicates, [], phoneNumber)
  }
})

t.test('with `unique` it is refused, and nothing is saved', async (t) => {
  const count = async () => (await owner.get('/api/customers?total=true')).json().total
  const before = await count()
  const answer = await add({ name: 'M. P.', phoneNumber: '0044 7700 900555' }, '?unique=true')
  refused(t, answer, 409, 'possible_duplicate')
  t.match(answer.json(), {
    detail: 'Mira Patel has the same phone number.',
    possibleDuplicates: [{ id: mira.id, name: 'Mira Patel' }],
  })
  t.equal(await count(), before)
  const free = await add({ name: 'New', phoneNumber: '07700 900 777' }, '?unique=true')
  t.equal(free.statusCode, 201)
  refused(
    t,
    await add({ name: 'X', phoneNumber: '07700 900778' }, '?uniqe=true'),
    400,
    'invalid_parameter',
  )
})

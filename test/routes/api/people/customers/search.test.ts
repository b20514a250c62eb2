// Customer search by letters and digits, and paging.
import { readFileSync } from 'node:fs'
import t from 'tap'
import { Sql, sql } from '../../../../../src/db/sql.ts'
import { ROOT_URL } from '../../../../../src/lib/root.ts'
import { everyPage, openShop, refused, wrongFields } from '../../../../support/api.ts'
import { ENGINE } from '../../../../support/database/index.ts'
import { AMINA, addCustomer } from '../../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

interface Named {
  id: number
  name: string
}

const searchNames = async (search: string) => {
  const answer = await owner.get(`/api/customers?search=${encodeURIComponent(search)}&limit=200`)
  return (answer.json().data as Named[]).map(({ name }) => name)
}

t.test('special letters are found as people type them', async (t) => {
  const names: Record<string, string> = {
    soren: 'Søren Æbelø',
    'lucja z lod': 'Łucja z Łodzi',
    strasse: 'Änne Straßer',
    aebelo: 'Søren Æbelø',
    ipek: 'Işıl İpek',
    thor: 'Þóra Guðrúnardóttir',
  }
  for (const name of new Set(Object.values(names)))
    await addCustomer(owner, { name, phoneNumber: '020 7946 0555' })
  const searched = async (way: string) => {
    for (const [search, name] of Object.entries(names)) {
      t.same(await searchNames(search), [name], `${search}, ${way}`)
    }
    t.same(await searchNames('Þóra'), ['Þóra Guðrúnardóttir'], 'with their own letters, too')
  }
  await searched('as they are written now')

  // As stored before migration 0011.
  for (const name of Object.values(names)) {
    const before = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    await app.db.write((work) =>
      work.run(sql`UPDATE customers SET name_folded = ${before} WHERE name = ${name}`),
    )
  }
  t.same(await searchNames('soren'), [])
  const migration = new URL(`migrations/${ENGINE}/0011-letters-and-names.sql`, ROOT_URL)
  const update = /^UPDATE customers[^;]+/m.exec(readFileSync(migration, 'utf8'))?.[0] ?? ''
  await app.db.write((work) => work.run(new Sql([update], [])))
  await searched('after the migration')
})

t.test('a search matches name, phone and e-mail in any notation', async (t) => {
  await addCustomer(owner, {
    name: 'Zoé Ångström-O’Neill',
    phoneNumber: '+46 (8) 123-45.67',
    email: 'Zoe.A@Example.com',
  })
  await addCustomer(owner, { name: '100% Silk_Ltd', phoneNumber: '020 7946 0999' })
  const zoe = ['Zoé Ångström-O’Neill']
  for (const search of [
    'zoe ang',
    'ZOÉ  ANG',
    'ångström',
    'ANGSTROM',
    'zoé åNGs',
    'zoe.a@example',
  ]) {
    t.strictSame(await searchNames(search), zoe, search)
  }
  for (const search of [
    '4681234567',
    '+46 8 123 45 67',
    '0046 8 1234567',
    '08 123 45 67',
    '45-67',
  ]) {
    t.strictSame(await searchNames(search), zoe, search)
  }
  t.strictSame(await searchNames('100%'), ['100% Silk_Ltd'])
  t.strictSame(await searchNames('k_l'), ['100% Silk_Ltd'])
  t.strictSame(await searchNames('1%0'), [], 'a percent sign is only itself')
  t.strictSame(
    await searchNames('10'),
    ['100% Silk_Ltd'],
    'one or two letters count at the beginning',
  )
  t.strictSame(await searchNames('lk'), [])
  t.strictSame(await searchNames('\\'), [])
  t.strictSame(await searchNames("'; DROP TABLE customers; --"), [])
  t.equal((await searchNames('   ')).length, (await searchNames('')).length, 'blank is no search')
})

t.test('each customer is on exactly one page, also with equal names', async (t) => {
  for (let twin = 1; twin <= 7; twin++) await addCustomer(owner, { ...AMINA, name: 'Twin' })
  const all = (await owner.get('/api/customers?limit=200&total=true')).json()
  t.equal(all.total, all.data.length)
  t.equal(all.nextCursor, null)
  for (const limit of [1, 2, 3, 5]) {
    t.strictSame(await everyPage(owner, `/api/customers?limit=${limit}`), all.data, `by ${limit}`)
  }
  const second = (await owner.get('/api/customers?limit=3&page=2')).json()
  t.strictSame(second.data, all.data.slice(3, 6))
  const first = await owner.get('/api/customers?limit=3&search=twin')
  const link = /^<([^>]+)>; rel="next"$/.exec(String(first.headers.link))?.[1] ?? ''
  t.equal((await owner.get(link)).json().data.length, 3, 'the Link header leads on')
})

t.test('an unknown parameter is refused, with the known ones', async (t) => {
  const wrong = {
    'colour=red': 'additionalProperties',
    'limit=0': 'minimum',
    'limit=201': 'maximum',
    'limit=many': 'type',
    'page=0': 'minimum',
    'page=101': 'maximum',
    'archived=perhaps': 'type',
    'limit=1&limit=2': 'type',
  }
  for (const [query, code] of Object.entries(wrong)) {
    const answer = await owner.get(`/api/customers?${query}`)
    refused(t, answer, 400, 'invalid_parameter', query)
    t.strictSame(Object.values(wrongFields(answer)), [code], query)
  }
  t.match((await owner.get('/api/customers?colour=red')).json().detail, /search, archived, .*limit/)
  refused(t, await owner.get('/api/customers?cursor=nonsense'), 400, 'invalid_cursor')
  const { nextCursor } = (await owner.get('/api/customers?limit=1')).json()
  const both = await owner.get(`/api/customers?cursor=${nextCursor}&page=2`)
  refused(t, both, 422, 'contradicting_parameters')
})

// Categories by the API: unique names, order, archive, and what customers see.
import t from 'tap'
import { completeChain } from '../../../../src/services/shared/events/chain.ts'
import { customerProgram, eventsOf, everyPage, openShop, refused } from '../../../support/api.ts'
import { addProduct, SCARF, SILK } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t)

const add = async (name: string, more: object = {}) =>
  (await owner.post('/api/categories', { name, ...more })).json()
const namesOf = async (url: string, reader = owner) =>
  (await everyPage<{ name: string }>(reader, url)).map(({ name }) => name)

t.test('categories stand in the order of the shop, page by page', async (t) => {
  const bridal = await add('Bridal')
  const evening = await add('Evening wear')
  const accessories = await add('Accessories', { position: bridal.position })
  t.match(evening, { slug: 'evening-wear', products: 0, version: 1, archivedAt: null })
  t.strictSame(await namesOf('/api/categories?limit=1'), ['Accessories', 'Bridal', 'Evening wear'])
  const moved = await owner.put(`/api/categories/${accessories.id}`, { position: 99 })
  t.equal(moved.statusCode, 200)
  t.strictSame(await namesOf('/api/categories?limit=2'), ['Bridal', 'Evening wear', 'Accessories'])
  t.equal((await owner.get('/api/categories?total=true')).json().total, 3)
})

t.test('a cursor of another list is refused, and nothing breaks', async (t) => {
  for (const values of [
    ['categories', 'x', 'y', 'z'],
    ['products name', 1, 'a', 2],
    ['categories', 1, 'a'],
  ]) {
    const cursor = Buffer.from(JSON.stringify(values)).toString('base64url')
    refused(t, await owner.get(`/api/categories?cursor=${cursor}`), 400, 'invalid_cursor')
  }
})

t.test('two names that read the same are one', async (t) => {
  const { id } = await add('Robes de soirée')
  refused(
    t,
    await owner.post('/api/categories', { name: 'ROBES DE SOIREE' }),
    409,
    'category_name_taken',
  )
  const other = await add('Coats')
  const renamed = owner.put(`/api/categories/${other.id}`, { name: 'robes de soiree' })
  refused(t, await renamed, 409, 'category_name_taken')
  t.equal((await owner.put(`/api/categories/${id}`, { name: 'Robes de Soirée' })).statusCode, 200)
  await owner.delete(`/api/categories/${id}`)
  const answer = await owner.post('/api/categories', { name: 'Robes de soiree' })
  refused(t, answer, 409, 'category_name_taken')
  t.match(answer.json().detail, /archived category "Robes de Soirée"/)
})

t.test('a change from an older version is refused; the slug stays', async (t) => {
  const { id, slug } = await add('Belts')
  const { headers } = await owner.get(`/api/categories/${id}`)
  const etag = String(headers.etag)
  const renamed = await owner.put(
    `/api/categories/${id}`,
    { name: 'Belts and bags' },
    { 'if-match': etag },
  )
  t.match(renamed.json(), { name: 'Belts and bags', slug, version: 2 })
  const late = await owner.put(`/api/categories/${id}`, { name: 'Bags' }, { 'if-match': etag })
  refused(t, late, 412, 'stale_version')
  refused(
    t,
    await owner.delete(`/api/categories/${id}`, { 'if-match': etag }),
    412,
    'stale_version',
  )
})

t.test('an archived category leaves the lists, and comes back', async (t) => {
  const { id } = await add('Hats')
  t.equal((await owner.delete(`/api/categories/${id}`)).statusCode, 204)
  t.notOk((await namesOf('/api/categories?limit=50')).includes('Hats'))
  t.ok((await namesOf('/api/categories?archived=true')).includes('Hats'))
  refused(t, await app.inject(`/api/categories/${id}`), 404, 'not_found')
  refused(t, await app.inject('/api/categories?archived=true'), 401, 'sign_in_required')
  const customer = await customerProgram(app)
  refused(t, await customer.get('/api/categories?archived=true'), 403, 'forbidden')
  t.equal((await owner.post(`/api/categories/${id}/restore`, {})).json().archivedAt, null)
  t.equal((await app.inject(`/api/categories/${id}`)).statusCode, 200)
  t.strictSame(
    (await eventsOf(app, 'category', id)).map(({ type }) => type),
    ['category.created', 'category.archived', 'category.restored'],
  )
})

t.test('customers see neither material nor a category of nothing else', async (t) => {
  const cloth = await add('Cloth')
  const mixed = await add('Mixed')
  await addProduct(owner, { ...SILK, categoryId: cloth.id })
  await addProduct(owner, { ...SILK, name: 'Wool', categoryId: mixed.id })
  await addProduct(owner, { ...SCARF, categoryId: mixed.id })
  const visible = (await app.inject('/api/categories?total=true')).json()
  const names = visible.data.map(({ name }: { name: string }) => name)
  t.notOk(names.includes('Cloth'))
  t.equal(visible.total, visible.data.length)
  const shown = await app.inject(`/api/categories/${mixed.id}`)
  t.equal(shown.json().products, 1)
  t.equal((await owner.get(`/api/categories/${mixed.id}`)).json().products, 2)
})

t.test('a list that did not change is 304', async (t) => {
  // On PostgreSQL events are hashed a moment later, and before that nothing is known to be unchanged.
  await completeChain(app.db)
  const first = await app.inject('/api/categories')
  const again = { 'if-none-match': String(first.headers.etag) }
  t.equal((await app.inject({ url: '/api/categories', headers: again })).statusCode, 304)
  await add('Gloves')
  t.equal((await app.inject({ url: '/api/categories', headers: again })).statusCode, 200)
})

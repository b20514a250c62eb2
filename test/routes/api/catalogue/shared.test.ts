// Products for visitors: one text with an entity tag, anew after each change, and never what staff see.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { addProduct, EVENING_GOWN, keepStock } from '../../../support/shop/products.ts'

t.test('a visitor asks again by the tag, and sees each change', async (t) => {
  const { app, owner } = await openShop(t)
  const { id, variants } = await addProduct(owner, { ...EVENING_GOWN, cost: undefined })
  await addProduct(owner)
  const ask = (url: string, headers = {}) => app.inject({ url, headers })
  for (const url of [`/api/products/${id}`, '/api/products?limit=1&total=true']) {
    const first = await ask(url)
    const second = await ask(url)
    t.equal(first.body, second.body)
    t.equal(first.headers.link, second.headers.link)
    t.equal(first.headers['cache-control'], 'public, no-cache')
    const again = { 'if-none-match': String(first.headers.etag) }
    t.equal((await ask(url, again)).statusCode, 304)
    await owner.put(`/api/products/${id}`, { name: `Gown ${url.length}` })
    t.equal((await ask(url, again)).statusCode, 200)
  }
  const available = async () => (await ask(`/api/products/${id}`)).json().available
  t.equal(await available(), 3)
  await keepStock(app, variants[1]?.id ?? 0, 1000)
  t.equal(await available(), 2, 'what a buyer keeps counts at once')
})

t.test('staff never get the text of visitors, nor visitors that of staff', async (t) => {
  const { app, owner } = await openShop(t)
  const { id } = await addProduct(owner, { name: 'Scarf', price: '9', cost: '4', supplier: 'Mill' })
  const url = `/api/products/${id}`
  const seen = async () => (await app.inject({ url })).json()
  t.notMatch(JSON.stringify(await seen()), /Mill|cost/)
  t.match(JSON.stringify((await owner.get(url)).json()), /"supplier":"Mill"/)
  t.match((await owner.get(url)).headers['cache-control'], 'no-store')
  t.notMatch(JSON.stringify(await seen()), /Mill|cost/)
  t.equal((await app.inject({ url: '/api/products?archived=true' })).statusCode, 401)
})

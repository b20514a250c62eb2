// Bounded cache: limited in size, evicts what is not in use.
import t from 'tap'
import { BoundedCache } from '../../../src/lib/cache/bounded-cache.ts'

t.test('entries in use stay, unused ones are evicted', async (t) => {
  const cache = new BoundedCache<number, string>(3)
  t.equal(cache.set(1, 'hem'), 'hem', 'the value is answered')
  for (let key = 2; key <= 30; key++) {
    t.equal(cache.get(1), 'hem', `in use after ${key} additions`)
    cache.set(key, 'cuff')
  }
  t.equal(cache.get(2), undefined)
  t.equal(cache.get(30), 'cuff')
})

t.test('the cache holds two generations at most', async (t) => {
  const cache = new BoundedCache<number, number>(100)
  for (let key = 0; key < 10_000; key++) cache.set(key, key)
  t.equal(cache.get(9_799), undefined)
  t.equal(cache.get(9_850), 9_850, 'of the older generation')
  t.equal(cache.get(9_999), 9_999)
})

t.test('setting a key again takes no additional entry', async (t) => {
  const cache = new BoundedCache<string, number>(2)
  for (let value = 0; value < 50; value++) cache.set('hem', value)
  cache.set('cuff', 1)
  for (let value = 0; value < 50; value++) cache.set('hem', value)
  t.equal(cache.get('hem'), 49)
  t.equal(cache.get('cuff'), 1)
})

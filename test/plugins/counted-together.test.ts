// The workers of one machine count requests together, each without asking the others.
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { CountedTogether } from '../../src/plugins/counted-together.ts'
import type { Neighbours } from '../../src/plugins/neighbours.ts'

const MINUTE = 60_000

/** Processes that hear each other, at a time that the test sets. */
function workers(count: number) {
  const clock = { now: 1_000 * MINUTE }
  const hearing: ((content: never) => void)[] = []
  const stores = Array.from({ length: count }, (_, own) => {
    const neighbours: Neighbours = {
      tell(_topic, content) {
        const others = hearing.filter((_, at) => at !== own)
        for (const listener of others) listener(content as never)
      },
      hear: (_topic, listener) => hearing.push(listener),
    }
    return new CountedTogether(neighbours, () => clock.now)
  })
  const request = (at: number, key = 'an address') =>
    new Promise<{ current: number; ttl: number }>((resolve, reject) =>
      stores[at]?.incr(key, (error, told) => (told ? resolve(told) : reject(error)), MINUTE),
    )
  return { clock, request }
}

const told = () => pause(700)

t.test('what one worker has let in counts at the others', async (t) => {
  const { request } = workers(3)
  for (let at = 0; at < 5; at++) await request(0)
  for (let at = 0; at < 4; at++) await request(1)
  t.equal((await request(2)).current, 1, 'not at once')
  await told()
  t.same(
    [(await request(2)).current, (await request(0, 'another')).current],
    [11, 1],
    'but soon, each address for itself',
  )
  await told()
  t.equal((await request(0)).current, 12, 'nothing is told twice')
})

t.test('each minute begins anew, for all at once', async (t) => {
  const { clock, request } = workers(2)
  clock.now += 50_000
  t.match(await request(0), { current: 1, ttl: 10_000 })
  await told()
  clock.now += 10_000
  t.match(await request(1), { current: 1, ttl: MINUTE })
  await told()
  t.equal((await request(0)).current, 2)
})

// Rate limits across the workers of one machine, counted without waiting for each other.
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { WorkerMessages } from '../../../src/plugins/background/worker-messages.ts'
import { ClusterRateLimitStore } from '../../../src/plugins/guards/rate-limits/cluster-store.ts'

const MINUTE = 60_000

/** Workers that exchange messages, with a clock that the test sets. */
function workers(count: number) {
  const clock = { now: 1_000 * MINUTE }
  const hearing: ((content: unknown) => void)[] = []
  const stores = Array.from({ length: count }, (_, own) => {
    const workerMessages: WorkerMessages = {
      tell(_topic, content) {
        const others = hearing.filter((_, at) => at !== own)
        for (const listener of others) listener(content)
      },
      hear: (_topic, listener) => hearing.push(listener),
    }
    return new ClusterRateLimitStore(workerMessages, () => clock.now)
  })
  const request = (at: number, key = 'an address') =>
    new Promise<{ current: number; ttl: number }>((resolve, reject) =>
      stores[at]?.incr(key, (error, told) => (told ? resolve(told) : reject(error)), MINUTE),
    )
  return { clock, request }
}

const exchangeCounts = () => pause(700)

t.test('requests of one worker count at the others', async (t) => {
  const { request } = workers(3)
  for (let at = 0; at < 5; at++) await request(0)
  for (let at = 0; at < 4; at++) await request(1)
  t.equal((await request(2)).current, 1, 'not at once')
  await exchangeCounts()
  t.same(
    [(await request(2)).current, (await request(0, 'another')).current],
    [11, 1],
    'but soon, each address for itself',
  )
  await exchangeCounts()
  t.equal((await request(0)).current, 12, 'nothing is told twice')
})

t.test('each minute the count restarts in all workers at once', async (t) => {
  const { clock, request } = workers(2)
  clock.now += 50_000
  t.match(await request(0), { current: 1, ttl: 10_000 })
  await exchangeCounts()
  clock.now += 10_000
  t.match(await request(1), { current: 1, ttl: MINUTE })
  await exchangeCounts()
  t.equal((await request(0)).current, 2)
})

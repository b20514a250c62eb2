// Semaphore: limits concurrency, queues, and rejects when the queue is full.
import t from 'tap'
import { Semaphore } from '../../../src/lib/concurrency/semaphore.ts'
import { Refusal } from '../../../src/lib/errors/refusal.ts'

const busy = () => new Refusal('too_many', 'busy', 'Wait a little.')

/** Work that ends on command. */
function work() {
  let end = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { run: () => done, end }
}

t.test('when the queue is full, the next caller is rejected at once', async (t) => {
  const turns = new Semaphore(1, 1, busy)
  const first = work()
  const running = turns.take(first.run)
  const waiting = turns.take(async () => 'the second')
  await t.rejects(
    turns.take(async () => 'the third'),
    {
      kind: 'too_many',
      code: 'busy',
    },
  )
  first.end()
  await running
  t.equal(await waiting, 'the second')
  t.equal(await turns.take(async () => 'a fourth'), 'a fourth', 'and then there is room again')
})

t.test('failed work releases its permit', async (t) => {
  const turns = new Semaphore(1, 0, busy)
  await t.rejects(
    turns.take(async () => {
      throw new Error('broken')
    }),
    /broken/,
  )
  t.equal(await turns.take(async () => 'next'), 'next')
})

t.test('waiting work runs in the order of arrival', async (t) => {
  const turns = new Semaphore(2, 10, busy)
  const order: number[] = []
  await Promise.all([1, 2, 3, 4, 5, 6].map((n) => turns.take(async () => order.push(n))))
  t.strictSame(order, [1, 2, 3, 4, 5, 6])
})

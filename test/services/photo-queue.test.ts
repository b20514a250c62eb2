import t from 'tap'
import { PhotoQueue } from '../../src/services/photo-queue.ts'

/** Work that ends when it is told to. */
function work() {
  let end = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { run: () => done, end }
}

t.test('when the line is full, the next one hears so at once', async (t) => {
  const queue = new PhotoQueue(1, 1)
  const first = work()
  const running = queue.run(first.run)
  const waiting = queue.run(async () => 'the second')
  await t.rejects(
    queue.run(async () => 'the third'),
    {
      kind: 'too_many',
      code: 'images_busy',
      extras: { retryAfter: 5 },
    },
  )
  first.end()
  await running
  t.equal(await waiting, 'the second')
  t.equal(await queue.run(async () => 'a fourth'), 'a fourth', 'and then there is room again')
})

t.test('work that fails gives its place back', async (t) => {
  const queue = new PhotoQueue(1, 0)
  await t.rejects(
    queue.run(async () => {
      throw new Error('broken')
    }),
    /broken/,
  )
  t.equal(await queue.run(async () => 'next'), 'next')
})

t.test('nobody jumps the queue', async (t) => {
  const queue = new PhotoQueue(2, 10)
  const order: number[] = []
  await Promise.all([1, 2, 3, 4, 5, 6].map((n) => queue.run(async () => order.push(n))))
  t.strictSame(order, [1, 2, 3, 4, 5, 6])
})

import t from 'tap'
import { Refusal } from '../../src/services/refusal.ts'
import { Turns } from '../../src/services/turns.ts'

const busy = () => new Refusal('too_many', 'busy', 'Wait a little.')

/** Work that ends when it is told to. */
function work() {
  let end = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { run: () => done, end }
}

t.test('when the line is full, the next one hears so at once', async (t) => {
  const turns = new Turns(1, 1, busy)
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

t.test('work that fails gives its place back', async (t) => {
  const turns = new Turns(1, 0, busy)
  await t.rejects(
    turns.take(async () => {
      throw new Error('broken')
    }),
    /broken/,
  )
  t.equal(await turns.take(async () => 'next'), 'next')
})

t.test('nobody jumps the queue', async (t) => {
  const turns = new Turns(2, 10, busy)
  const order: number[] = []
  await Promise.all([1, 2, 3, 4, 5, 6].map((n) => turns.take(async () => order.push(n))))
  t.strictSame(order, [1, 2, 3, 4, 5, 6])
})

// Suggested due dates.
import t from 'tap'
import { deadlinePicks } from '../../../src/services/orders/deadline-picks.ts'

const days = (today: string) =>
  Object.fromEntries(deadlinePicks(today).map(({ label, day }) => [label, day]))

t.test('on a Saturday the next Friday is in six days', async (t) => {
  t.strictSame(days('2026-11-21'), {
    Today: '2026-11-21',
    Tomorrow: '2026-11-22',
    'In 3 days': '2026-11-24',
    'Next Friday': '2026-11-27',
    'In 2 weeks': '2026-12-05',
  })
})

t.test('on a Thursday tomorrow is not the next Friday', async (t) => {
  const { Tomorrow, 'Next Friday': friday } = days('2026-11-26')
  t.equal(Tomorrow, '2026-11-27')
  t.equal(friday, '2026-12-04')
})

t.test('no day is offered twice', async (t) => {
  // In three days it is Friday.
  t.strictSame(Object.keys(days('2026-11-24')), ['Today', 'Tomorrow', 'In 3 days', 'In 2 weeks'])
})

// Labels of payments, order statuses and error pages.
import t from 'tap'
import { formatsFor } from '../../../src/views/helpers/formats.ts'
import { errorLabel } from '../../../src/views/helpers/labels/error.ts'
import { mainAmount, orderStep, paidNote } from '../../../src/views/helpers/labels/order.ts'
import { depositHint, labelOf, ledgerEntryLabel } from '../../../src/views/helpers/labels.ts'

const fmt = formatsFor({ currency: 'GBP', locale: 'en-GB', timeZone: 'Europe/London' })

t.test('codes have labels', async (t) => {
  t.equal(labelOf('cash'), 'Cash')
  t.equal(labelOf('mobile_money'), 'Mobile money')
})

t.test('a ledger row is named by its kind', async (t) => {
  const entry = { kind: 'deposit', method: 'mobile_money', reversesId: null } as const
  t.equal(ledgerEntryLabel(entry), 'Deposit, mobile money')
  t.equal(
    ledgerEntryLabel({ ...entry, kind: 'refund', reversesId: 1 }),
    'Payment reversed, mobile money',
  )
  t.equal(
    ledgerEntryLabel({ ...entry, kind: 'payment', reversesId: 1 }),
    'Refund reversed, mobile money',
  )
})

t.test('the deposit has a hint', async (t) => {
  t.equal(depositHint({ kind: 'none', value: '' }, fmt), null)
  t.equal(depositHint({ kind: 'percent', value: '30' }, fmt), 'Usual deposit: 30 % of the total.')
  t.equal(depositHint({ kind: 'amount', value: '50.00' }, fmt), 'Usual deposit: £50.00.')
})

t.test(
  'moves are named by status: a ready order goes back to work, a pending one starts',
  async (t) => {
    t.equal(orderStep('ready', 'in_progress').label, 'Back to work')
    t.equal(orderStep('pending', 'in_progress').label, 'Start work')
    t.equal(orderStep('cancelled', 'pending').label, 'Reopen order')
  },
)

t.test('the main amount of an order depends on its payments', async (t) => {
  const order = { status: 'ready', totalAmount: 9000, paidAmount: 5000, balance: 4000 } as const
  const paid = { ...order, paidAmount: 9000, balance: 0 }
  const cancelled = { ...order, status: 'cancelled', balance: 0 } as const
  t.same(mainAmount(order, 0), { label: 'Balance', amount: 4000 })
  t.same(mainAmount(paid, 0), { label: 'Total', amount: 9000 })
  t.same(mainAmount(cancelled, 3000), { label: 'Refund due', amount: 3000 })
  t.same(mainAmount(cancelled, 0), { label: 'Cancellation fee', amount: 5000 })
  t.same(mainAmount({ ...cancelled, paidAmount: 0 }, 0), { label: 'Total', amount: 9000 })
  t.equal(paidNote(order, fmt.money), 'of £90.00')
  t.equal(paidNote(paid, fmt.money), 'paid')
  t.equal(paidNote({ ...order, paidAmount: 0 }, fmt.money), '')
  t.equal(paidNote(cancelled, fmt.money), '')
})

t.test(
  'an error page has the heading of its code, else of its status, else a general one',
  async (t) => {
    t.equal(errorLabel({ code: 'csrf_failed', status: 403 }).heading, 'Reload the page')
    t.equal(errorLabel({ code: 'forbidden', status: 403 }).heading, 'Not allowed with this account')
    t.equal(errorLabel({ code: 'teapot', status: 418 }).heading, 'That did not work')
  },
)

// Events of a newer version: shown with a neutral text, passed on unchanged, and they block undo.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { completeChain } from '../../../../src/services/shared/events/chain.ts'
import { build, program, signedIn } from '../../../support/app.ts'
import { eachSaid, said } from '../../../support/reading.ts'
import { addOrder } from '../../../support/shop/factories.ts'

const app = await build(t)
const owner = await program(app)
const visitor = await signedIn(app)
const order = await addOrder(owner)
await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })
const data = JSON.stringify({ fitting: { before: null, after: '2031-01-01' } })
await app.db.write((tx) =>
  tx.run(sql`
    INSERT INTO events (type, entity, entity_id, actor_name, at, data)
    VALUES ('order.fitting_booked', 'order', ${order.id}, 'Rosa', ${new Date().toISOString()}, ${data})`),
)
await completeChain(app.db)

t.test('both pages show an unknown event with its known parts', async (t) => {
  const page = await visitor.get(`/admin/orders/${order.id}`)
  t.equal(eachSaid(page, '#order-timeline li p')[0], 'Another change (order.fitting_booked)')
  const activity = await visitor.get('/admin/activity?actor=Rosa')
  const entry = activity.$('#activity-list .timeline > li').first()
  t.equal(
    entry.find('p').text().replace(/\s+/g, ' ').trim(),
    `Rosa made another change to #${order.number} (order.fitting_booked)`,
  )
  t.match(said(entry.find('dl')), /fitting .*Jan 1, 2031/)
})

t.test('the API returns an unknown event unchanged', async (t) => {
  const { data: events } = (await owner.get('/api/events?limit=200')).json()
  t.match(events.at(-1), { type: 'order.fitting_booked', data: JSON.parse(data) })
})

t.test(
  'an event before an unknown one cannot be undone, since that one may depend on it',
  async (t) => {
    const { data: events } = (await owner.get('/api/events?limit=200')).json()
    const [move, unknown] = events.slice(-2)
    const undo = async (eventId: number) => (await owner.post('/api/undos', { eventId })).json()
    t.match(await undo(move.id), { code: 'undo_refused', reason: 'overtaken' })
    t.match(await undo(unknown.id), { code: 'undo_refused', reason: 'not_undoable' })
  },
)

// Activity page: who did what, with values before and after.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { activityQuery } from '../../../../src/services/history/activity.ts'
import { eventConditions } from '../../../../src/services/history/filter.ts'
import { findSettings } from '../../../../src/services/shop/settings/read.ts'
import { account, build, type Page, program, signedIn } from '../../../support/app.ts'
import { ENGINE } from '../../../support/database/index.ts'
import { eachSaid, isFragment, isPage, said } from '../../../support/reading.ts'
import { AMINA, addEmployee, addOrder } from '../../../support/shop/factories.ts'

const app = await build(t)
const owner = await program(app)
const rosa = await addEmployee(owner)
const order = await addOrder(owner, { deadline: '2026-12-01' })
await owner.put(`/api/orders/${order.id}`, { employeeId: rosa.id, deadline: '2026-12-05' })
await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })
await owner.put(`/api/orders/${order.id}/status`, { status: 'ready' })
await owner.post(`/api/orders/${order.id}/payments`, { kind: 'deposit', amount: '30.00' })
const staff = await account(app, 'staff')
const clerk = await program(app, staff)
await clerk.put(`/api/customers/${order.customerId}`, { ...AMINA, notes: 'Prefers Fridays' })
const visitor = await signedIn(app)

const LINES = '#activity-list .timeline > li p'

/** Texts of the elements in reading order, names included. */
const textsOf = ({ $ }: Page, selector: string) =>
  $(selector)
    .toArray()
    .map((line) => $(line).text().replace(/\s+/g, ' ').trim())

t.test('events are described in sentences, newest first', async (t) => {
  const page = await visitor.get('/admin/activity')
  isPage(t, page, 'Activity')
  const lines = textsOf(page, LINES)
  t.match(lines.slice(0, 3), [
    'Ines Almeida signed in',
    'A staff changed customer Amina Bello: notes',
    'A staff signed in',
  ])
  for (const line of [
    `Ines Almeida marked #${order.number} ready`,
    `Ines Almeida started work on #${order.number}`,
    `Ines Almeida took a deposit of $30.00 for #${order.number}`,
    `Ines Almeida took order #${order.number}`,
    'Ines Almeida added employee Rosa Lindqvist',
    'Hemline opened an account for Ines Almeida',
  ]) {
    t.ok(lines.includes(line), line)
  }
  t.equal(
    page.$(`${LINES} a:contains("#${order.number}")`).first().attr('href'),
    `/admin/orders/${order.id}`,
  )
  t.equal(page.$('nav a[href="/admin/activity"]').first().attr('aria-current'), 'page')
})

t.test("events are grouped by day in the shop's time zone", async (t) => {
  const page = await visitor.get('/admin/activity')
  const { timeZone, locale } = await findSettings(app.db)
  const { format } = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full' })
  const times = page.$('#activity-list time').toArray()
  const days = times.map((time) => format(new Date(String(page.$(time).attr('datetime')))))
  t.strictSame(eachSaid(page, '#activity-list h2'), [...new Set(days)])
  const time = page.$('#activity-list time').first()
  t.match(said(time), /^\d{1,2}:\d{2}/, 'the day is not repeated at each line')
})

t.test('an entry opens to show each field before and after', async (t) => {
  const page = await visitor.get('/admin/activity?type=order.updated')
  const facts = page.$('#activity-list details').first()
  t.match(said(facts.find('summary')), /Details/)
  t.strictSame(
    facts
      .find('dl div')
      .toArray()
      .map((fact) => page.$(fact).text().replace(/\s+/g, ' ').trim()),
    [
      'employee before: nothing → after: Rosa Lindqvist',
      'due date before: Dec 1, 2026 → after: Dec 5, 2026',
    ],
  )
})

t.test("each entry has its event's anchor, with a link to itself", async (t) => {
  const page = await visitor.get('/admin/activity')
  const { data } = (await owner.get('/api/events?limit=200')).json()
  const ids = data.map(({ id }: { id: number }) => `event-${id}`).reverse()
  const entries = page.$('#activity-list .timeline > li').toArray()
  t.strictSame(
    entries.map((entry) => page.$(entry).attr('id')),
    ids,
  )
  t.strictSame(
    entries.map((entry) => page.$(entry).find('.by a').attr('href')),
    ids.map((id: string) => `#${id}`),
  )
})

t.test('the list is filtered by person, entity and days', async (t) => {
  const actors = (page: Awaited<ReturnType<typeof visitor.get>>) =>
    new Set(eachSaid(page, `${LINES} strong`))
  const byClerk = await visitor.get('/admin/activity?actor=A+staff')
  t.strictSame([...actors(byClerk)], ['A staff'])
  t.strictSame(eachSaid(byClerk, '.chips .chip'), ['A staff Remove filter Who'])
  t.equal(said(byClerk.$('#f-actor option[selected]')), 'A staff')

  const people = await visitor.get('/admin/activity?entity=employee')
  t.strictSame(textsOf(people, LINES), ['Ines Almeida added employee Rosa Lindqvist'])

  const today = new Date().toISOString().slice(0, 10)
  const then = await visitor.get(`/admin/activity?from=${today}&to=${today}`)
  t.ok(textsOf(then, LINES).length > 5)
  const before = await visitor.get('/admin/activity?to=2026-01-01')
  t.equal(said(before.$('.empty h2')), 'No activity in this period')
  t.equal((await visitor.get('/admin/activity?entity=garment')).status, 400)

  const part = await visitor.fragment('/admin/activity?entity=employee')
  isFragment(t, part, 'activity-list')
})

t.test('the list continues on further pages', async (t) => {
  const all = textsOf(await visitor.get('/admin/activity?limit=200'), LINES)
  const seen: string[] = []
  let url: string | undefined = '/admin/activity?limit=4'
  while (url) {
    const page = await visitor.get(url)
    seen.push(...textsOf(page, LINES))
    url = page.$('.pager a[rel=next]').attr('href')
  }
  t.strictSame(seen, all)
})

t.test('the API feed has the same filters', async (t) => {
  const types = async (query: string) =>
    (await owner.get(`/api/events?limit=200&${query}`))
      .json()
      .data.map((one: { type: string }) => one.type)
  t.strictSame(await types('entity=employee'), ['employee.created'])
  t.strictSame(await types('actor=A%20staff&entity=customer'), ['customer.updated'])
  t.strictSame(await types('type=order.status_updated&to=2026-01-01'), [])
  t.strictSame(await types(`entity=order&entityId=${order.id}&type=order.placed`), ['order.placed'])
  const { data, cursor, more } = (await owner.get('/api/events?limit=1&entity=employee')).json()
  t.strictSame([data[0].id, more], [cursor, true])
})

t.test('each filter uses its index', { skip: ENGINE !== 'sqlite' }, async (t) => {
  for (const [filter, index] of [
    [{}, 'events_by_time'],
    [{ from: '2026-11-01', to: '2026-11-02' }, 'events_by_time'],
    [{ actor: 'Ines Almeida' }, 'events_by_actor'],
    [{ entity: 'settings' }, 'events_by_kind'],
    [{ entity: 'order', from: '2026-11-01' }, 'events_by_kind'],
  ] as const) {
    const query = activityQuery(await eventConditions(app.db, 'v', filter), 50)
    const plan = await app.db.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query}`)
    const steps = plan.map(({ detail }) => detail).join('\n')
    t.match(steps, new RegExp(`v USING INDEX ${index}\\b`), JSON.stringify(filter))
    t.notMatch(steps, /TEMP B-TREE/, JSON.stringify(filter))
  }
})

t.test('only the owner may see the activity', async (t) => {
  t.equal((await (await signedIn(app, staff)).get('/admin/activity')).status, 403)
})

// Long import runs: answered at once, polled later, without blocking the shop.
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { openShop, refused } from '../../../support/api.ts'
import { account, type Program, program } from '../../../support/app.ts'
import { addEmployee, addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const send = (who: Program, noun: string, payload: string, query = '', headers = {}) =>
  who.send({
    method: 'POST',
    url: `/api/${noun}/import/csv${query}`,
    payload,
    headers: { 'content-type': 'text/csv', ...headers },
  })

const books = (from: number, to: number) => {
  let file = 'reference,customer,phone,item,price\n'
  for (let at = from; at < to; at++) file += `B-${at},Customer ${at},0170 5${1000 + at},Hem,10.00\n`
  return file
}

const finished = async (id: number) => {
  await app.imports.ended(id, 60_000)
  return (await owner.get(`/api/imports/${id}`)).json()
}

t.test('a long import is answered while it runs, and other requests are served', async (t) => {
  const round = app.live.round
  const answer = await send(owner, 'orders', books(0, 150), '?wait=0')
  t.equal(answer.statusCode, 202)
  const { id, ...begun } = answer.json()
  t.equal(answer.headers.location, `/api/imports/${id}`)
  t.match(begun, { noun: 'orders', state: 'running', total: 150, finishedAt: null })
  t.match(begun, { startedBy: 'Ines Almeida', report: { dryRun: false, importId: id } })

  const { number } = await addOrder(owner)
  t.ok(await app.live.news(round, 5_000), 'open pages hear of what came in')
  t.ok(number < 1150, `an order in the middle has the number ${number}`)

  const run = await finished(id)
  t.match(run, { state: 'done', total: 150, done: 150, finishedAt: /Z$/ })
  t.match(run.report, { made: 150, known: 0, problemCount: 0, lines: 150 })
  const orders = (await owner.get('/api/orders?total=true')).json()
  t.equal(orders.total, 151)
  const { data } = (await owner.get('/api/events?type=order.placed&limit=200')).json()
  t.equal(data.length, 151)
  t.ok(data.every(({ actor }: { actor: string }) => actor === 'Ines Almeida'))
})

t.test('created rows are listed line by line, the last first', async (t) => {
  const [run] = (await owner.get('/api/imports?noun=orders&limit=1&total=true')).json().data
  const page = (await owner.get(`/api/imports/${run.id}/lines?limit=2`)).json()
  t.match(page.data, [
    { line: 151, reference: 'B-149' },
    { line: 150, reference: 'B-148' },
  ])
  const [{ id, label }] = page.data
  t.equal(String((await owner.get(`/api/orders/${id}`)).json().number), label)
  const next = await owner.get(`/api/imports/${run.id}/lines?limit=2&cursor=${page.nextCursor}`)
  t.match(next.json().data, [{ line: 149 }, { line: 148 }])
  const people = await send(owner, 'customers', 'name,phone\nAda,030 1234\n"Be\na",030 1235\n')
  t.match(people.json(), { made: 2, customersMade: 0 })
  const { importId } = people.json()
  t.strictSame(
    (await owner.get(`/api/imports/${importId}/lines`))
      .json()
      .data.map(({ line, label }: Record<string, unknown>) => [line, label]),
    [
      [3, 'Be a'],
      [2, 'Ada'],
    ],
  )
})

t.test('the same key starts one import, and returns its progress', async (t) => {
  const key = { 'idempotency-key': 'books-200' }
  const first = await send(owner, 'orders', books(200, 240), '?wait=0', key)
  const again = await send(owner, 'orders', books(200, 240), '?wait=50', key)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.match(again.json(), { made: 40, importId: first.json().id })
})

t.test('an import without waiting gets the same response when it is sent again', async (t) => {
  const key = { 'idempotency-key': 'books-500' }
  const first = await send(owner, 'orders', books(500, 503), '?wait=0', key)
  t.equal(first.statusCode, 202)
  await finished(first.json().id)
  const again = await send(owner, 'orders', books(500, 503), '?wait=0', key)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.equal(again.statusCode, 202)
  t.equal(again.headers.location, first.headers.location)
  t.match(again.json(), { state: 'done', done: 3 })
})

t.test('a replay answers with the status of the first response', async (t) => {
  const again = async (key: string, file: string, status: number, query = '') => {
    const answer = await send(owner, 'orders', file, query, { 'idempotency-key': key })
    t.equal(answer.statusCode, status, `${key}${query}`)
    return answer
  }
  const report = (await again('books-600', books(600, 603), 200)).json()
  t.strictSame((await again('books-600', books(600, 603), 200)).json(), report)
  await again('books-600', books(600, 603), 202, '?wait=0')

  const slow = (await again('books-610', books(610, 800), 202, '?wait=0')).json()
  await finished(slow.id)
  await app.db.write((tx) =>
    tx.run(sql`UPDATE import_runs SET created_at = '2026-11-02T09:30:00.000Z',
                 finished_at = '2026-11-02T09:30:21.000Z' WHERE id = ${slow.id}`),
  )
  const progress = await again('books-610', books(610, 800), 202)
  t.equal(progress.headers.location, `/api/imports/${slow.id}`)
  t.equal(progress.headers['idempotency-replayed'], 'true')
  t.match(progress.json(), { state: 'done', done: 190 })
  await again('books-610', books(610, 800), 200, '?wait=30')
})

t.test('a replay is not refused for what changed in the shop since', async (t) => {
  const rosa = await addEmployee(owner)
  const key = { 'idempotency-key': 'books-rosa' }
  const file =
    'reference,customer,phone,item,price,employee\nB-rosa,Ada,030 1234,Hem,1.00,Rosa Lindqvist\n'
  const first = await send(owner, 'orders', file, '', key)
  t.match(first.json(), { made: 1 })
  await owner.put(`/api/employees/${rosa.id}`, { name: 'Rosa Berg' })
  // As if it were sent again before its order was written.
  await app.db.write((tx) => tx.run(sql`DELETE FROM imported_rows WHERE reference = 'B-rosa'`))
  const replayed = await send(owner, 'orders', file, '', key)
  t.equal(replayed.headers['idempotency-replayed'], 'true')
  t.strictSame(replayed.json(), first.json())
  refused(t, await send(owner, 'orders', file), 422, 'import_refused')
})

t.test('a run without a process is interrupted', async (t) => {
  const begun = await send(owner, 'orders', books(300, 420), '?wait=0')
  const { id } = begun.json()
  const early = await owner.post(`/api/imports/${id}/continuation`, {})
  refused(t, early, 409, 'import_not_interrupted')
  await app.imports.stop()
  const stopped = (await owner.get(`/api/imports/${id}`)).json()
  t.equal(stopped.state, 'interrupted')
  t.ok(stopped.done < 120, `after ${stopped.done}`)

  // As after a kill: the state is running, but its last sign of life is old.
  await app.db.write((tx) =>
    tx.run(sql`UPDATE import_runs SET state = 'running', updated_at = '2026-11-02T09:30:00.000Z'
               WHERE id = ${id}`),
  )
  t.equal((await owner.get(`/api/imports/${id}`)).json().state, 'interrupted')
})

t.test('the check of a long file does not block other requests', async (t) => {
  let turns = 0
  let running = true
  const others = (async () => {
    for (; running; turns++) await setImmediate()
  })()
  const { made } = (await send(owner, 'orders', books(1_000, 2_900), '?dryRun=true')).json()
  running = false
  await others
  t.equal(made, 1_900)
  t.ok(turns > 20, `${turns} turns`)
})

t.test('only owners and managers see imports', async (t) => {
  const staff = await program(app, await account(app, 'staff'))
  for (const url of ['/api/imports', '/api/imports/1', '/api/imports/1/lines']) {
    refused(t, await staff.get(url), 403, 'forbidden', url)
  }
  refused(t, await staff.post('/api/imports/1/continuation', {}), 403, 'forbidden')
  refused(t, await owner.get('/api/imports/99'), 404, 'not_found')
  refused(t, await owner.post('/api/imports/99/continuation', {}), 404, 'not_found')
  refused(t, await owner.post('/api/imports/1/continuation', {}), 409, 'import_not_interrupted')
  refused(t, await send(owner, 'orders', books(0, 1), '?wait=51'), 400, 'invalid_parameter')
})

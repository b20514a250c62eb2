// Assigned work: a maker sees and moves the orders assigned to them, and no money.
import t from 'tap'
import { openShop, refused } from '../../../support/api.ts'
import { addMaker } from '../../../support/makers.ts'
import { multipart } from '../../../support/multipart.ts'
import { addOrder, addPhotos, GOWN, inDays } from '../../../support/shop/factories.ts'
import { twoHalves } from '../../../support/shop/photo-files.ts'

const { app, owner } = await openShop(t)
const { maker, employeeId } = await addMaker(app, owner)
const other = await addMaker(app, owner, { name: 'Tomas Reyes', phoneNumber: '0170 555 0199' })

const assigned = (more: object = {}) =>
  addOrder(owner, { employeeId, internalNotes: 'Silk thread', ...more })

/** Amounts of the gown, and words that only ever stand beside money or beside ways to reach the customer. */
const HIDDEN =
  /125\.50|30\.00|185\.50|"\w*(amount|price|paid|balance|deposit|phone|address|token)\w*"/i

t.test('a maker sees the orders assigned to them, the most urgent first', async (t) => {
  const later = await assigned({ deadline: inDays(9) })
  const sooner = await assigned({ deadline: inDays(2) })
  await addOrder(owner, { deadline: inDays(1) })
  await addOrder(owner, { employeeId: other.employeeId })
  const { data } = (await maker.get('/api/work?total=true')).json()
  t.same(
    data.map(({ id }: { id: number }) => id),
    [sooner.id, later.id],
  )
  t.equal((await maker.get('/api/work?limit=1&total=true')).json().total, 2)
  t.same((await maker.get('/api/work?status=ready')).json().data, [])
  refused(t, await maker.get('/api/work?status=completed'), 400, 'invalid_parameter')
  refused(t, await maker.get('/api/work?search=Amina'), 400, 'invalid_parameter')
})

t.test('no amount and no way to reach the customer is in what a maker gets', async (t) => {
  const { id } = await assigned()
  await owner.post(`/api/orders/${id}/payments`, { amount: '125.50' })
  const answers = [
    await maker.get('/api/work'),
    await maker.get(`/api/work/${id}`),
    await maker.put(`/api/work/${id}/status`, { status: 'in_progress' }),
  ]
  for (const { statusCode, body } of answers) {
    t.equal(statusCode, 200)
    t.notMatch(body, HIDDEN)
  }
  t.match(answers[1]?.json(), {
    id,
    customer: { name: 'Amina Bello' },
    internalNotes: 'Silk thread',
    items: GOWN.items.map(({ itemName, quantity }) => ({ itemName, quantity })),
  })
  t.match((await owner.get(`/api/orders/${id}`)).body, HIDDEN, 'the pattern finds money')
})

t.test("another's work is not found, and neither are orders by any other address", async (t) => {
  const { id } = await assigned()
  const [photo] = await addPhotos(owner, id)
  const paths = [`/api/work/${id}`, `/api/work/${id}/images/${photo?.id}`]
  for (const path of paths) {
    t.equal((await maker.get(path)).statusCode, 200, path)
    refused(t, await other.maker.get(path), 404, 'not_found', path)
  }
  const move = await other.maker.put(`/api/work/${id}/status`, { status: 'in_progress' })
  refused(t, move, 404, 'not_found')
  const before = (await owner.get(`/api/orders/${id}`)).json()
  t.equal(before.status, 'pending')
  for (const path of ['/api/orders', `/api/orders/${id}`, '/api/customers', '/api/payments'])
    refused(t, await maker.get(path), 403, 'forbidden', path)
  await owner.put(`/api/orders/${id}`, { employeeId: other.employeeId })
  refused(t, await maker.get(paths[0] ?? ''), 404, 'not_found', 'as soon as it is reassigned')
  t.equal((await other.maker.get(`/api/work/${id}`)).statusCode, 200)
})

t.test('work is started, finished and taken back, in the name of the maker', async (t) => {
  const { id } = await assigned()
  const move = (status: string, headers = {}) =>
    maker.put(`/api/work/${id}/status`, { status }, headers)
  t.equal((await move('in_progress')).json().status, 'in_progress')
  t.equal((await move('in_progress')).statusCode, 200, 'the same again changes nothing')
  t.equal((await move('ready')).json().status, 'ready')
  const back = await move('in_progress')
  t.equal(back.json().status, 'in_progress')
  refused(t, await move('ready', { 'if-match': '"1"' }), 412, 'stale_version')
  refused(t, await move('completed'), 422, 'invalid_input', 'handing over is for the counter')
  const { data } = (await owner.get(`/api/orders/${id}/events`)).json()
  const moves = data.filter(({ type }: { type: string }) => type === 'order.status_updated')
  t.same(
    moves.map(({ actor }: { actor: string }) => actor),
    ['A staff', 'A staff', 'A staff'],
  )
  await owner.put(`/api/orders/${id}/status`, { status: 'cancelled' })
  const illegal = await move('in_progress')
  refused(t, illegal, 409, 'illegal_transition')
  t.same(illegal.json().allowed, [])
})

t.test('a missing deposit keeps work from starting, and is not named', async (t) => {
  const rules = {
    depositKind: 'percent',
    depositValue: '50',
    methods: ['cash'],
    workNeedsDeposit: true,
    handoverNeedsPayment: false,
  }
  t.equal((await owner.put('/api/payment-rules', rules)).statusCode, 200)
  const { id } = await assigned()
  const answer = await maker.put(`/api/work/${id}/status`, { status: 'in_progress' })
  refused(t, answer, 409, 'deposit_required')
  t.notMatch(answer.body, /\d+[.,]\d\d|missingDeposit/)
  await owner.post(`/api/orders/${id}/payments`, { amount: '100.00' })
  t.equal(
    (await maker.put(`/api/work/${id}/status`, { status: 'in_progress' })).statusCode,
    200,
    'once it is paid',
  )
})

t.test('a maker adds photos, to their own work only', async (t) => {
  const { id } = await assigned()
  const send = async (who: typeof maker) => {
    const form = new FormData()
    form.append('images', new File([await twoHalves(400, 300).jpeg().toBuffer()], 'hem.jpg'))
    return who.send({ method: 'POST', url: `/api/work/${id}/images`, ...(await multipart(form)) })
  }
  const added = await send(maker)
  t.equal(added.statusCode, 201, added.body)
  const { url } = added.json().data[0]
  t.equal((await maker.get(url)).headers['content-type'], 'image/jpeg')
  refused(t, await send(other.maker), 404, 'not_found')
  t.equal((await maker.get(`/api/work/${id}`)).json().images.length, 1)
})

t.test('an account without an employee, and an archived order, are no work', async (t) => {
  const { id } = await assigned()
  t.equal((await owner.get(`/api/work/${id}`)).statusCode, 404, 'the owner is no employee')
  t.same((await owner.get('/api/work')).json().data, [])
  await owner.delete(`/api/orders/${id}`)
  refused(t, await maker.get(`/api/work/${id}`), 404, 'not_found')
})

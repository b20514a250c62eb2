// Assigned work pages, without JavaScript.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { signedIn } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { addMaker } from '../../../support/makers.ts'
import { addOrder, addPhotos, inDays } from '../../../support/shop/factories.ts'
import { twoHalves } from '../../../support/shop/photo-files.ts'

const { app, owner } = await openShop(t)
const { person, employeeId } = await addMaker(app, owner)
const visitor = await signedIn(app, person)

t.test('a maker begins with their work, and is shown nothing else', async (t) => {
  t.equal((await visitor.get('/')).location, '/admin/work')
  const empty = await visitor.get('/admin/work')
  t.match(said(empty.$('.empty')), 'Nothing to do')
  const links = empty.$('nav[aria-label="Main"] a')
  t.same(
    links.toArray().map((link) => empty.$(link).attr('href')),
    ['/admin/work'],
  )
})

t.test('the list leads to an order without money', async (t) => {
  const { id, number } = await addOrder(owner, { employeeId, deadline: inDays(2) })
  await addPhotos(owner, id)
  const list = await visitor.get('/admin/work')
  const row = list.$('#work-list .row')
  t.match(said(row), `and 1 more Bridal gown, hem and bustle · ${number} Amina Bello`)
  t.match(row.find('img').attr('src'), `/api/work/${id}/images/`)
  const page = await visitor.get(row.find('a').attr('href') ?? '')
  t.match(said(page.$('main')), /Bridal gown, hem and bustle.*Veil.*2 pieces/s)
  for (const { $ } of [list, page]) t.notMatch(said($('main')), /€|185|125\.50|7946/)
})

t.test('work is started and finished by one button, and photos are added', async (t) => {
  const { id } = await addOrder(owner, { employeeId })
  const form = `form[action="/admin/work/${id}/status"]`
  const started = await submit(visitor, await visitor.get(`/admin/work/${id}`), { form })
  t.equal(started.location, `/admin/work/${id}`)
  const page = await visitor.get(`/admin/work/${id}`)
  t.match(said(page.$('#toasts')), 'in progress')
  await submit(visitor, page, { form })
  t.equal((await owner.get(`/api/orders/${id}`)).json().status, 'ready')
  const photo = new File([await twoHalves(400, 300).jpeg().toBuffer()], 'hem.jpg')
  const upload = await submit(visitor, await visitor.get(`/admin/work/${id}`), {
    form: '#work-gallery form',
    typed: { images: [photo] },
  })
  t.equal(upload.status, 303)
  const after = await visitor.get(`/admin/work/${id}`)
  t.equal(after.$('#work-gallery img').length, 1)
  t.match(said((await visitor.get('/admin/work?status=ready')).$('#work-list')), 'Bridal gown')
})

t.test('what a rule forbids is said on the page', async (t) => {
  const { id } = await addOrder(owner, { employeeId })
  const open = await visitor.get(`/admin/work/${id}`)
  await owner.put(`/api/orders/${id}/status`, { status: 'cancelled' })
  const form = `form[action="/admin/work/${id}/status"]`
  const refused = await submit(visitor, open, { form })
  t.equal(refused.status, 409)
  t.match(said(refused.$('[role=alert]')), 'ask the counter')
})

t.test('an account without an employee is told what is missing', async (t) => {
  const page = await (await signedIn(app)).get('/admin/work')
  t.match(said(page.$('.empty')), 'No employee is linked to your account')
})

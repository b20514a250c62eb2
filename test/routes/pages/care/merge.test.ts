// Merge by pages, without JavaScript: search, compare, confirm, undo.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { signedIn } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { addCustomer, addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)

t.test('two records become one, and two again', async (t) => {
  const mira = { name: 'Mira Patel', phoneNumber: '07700 900555' }
  const into = await addCustomer(owner, mira)
  const from = await addCustomer(owner, { ...mira, name: 'M. Patel', notes: 'Rings twice' })
  const far = await addCustomer(owner, { name: 'Miranda', phoneNumber: '07700 900999' })
  await addOrder(owner, { customer: undefined, customerId: from.id })
  const path = `/admin/customers/${into.id}`
  const page = await ines.get(path)
  t.equal(page.$(`a[href="${path}/merge"]`).length, 1)

  const choose = await ines.get(`${path}/merge`)
  t.match(said(choose.$('.rows')), /M\. Patel/, 'possible duplicates come first')
  const found = await ines.get(`${path}/merge?search=miran`)
  t.equal(found.$('.rows a').attr('href'), `${path}/merge?from=${far.id}`)

  const compare = await ines.get(`${path}/merge?from=${from.id}`)
  t.match(said(compare.$('table')), /Mira Patel.*M\. Patel.*Rings twice/s)
  const merged = await submit(ines, compare, {
    form: `form[action="${path}/merge"]`,
    button: 'Merge into one record',
  })
  t.equal(merged.location, path)
  const done = await ines.get(path)
  t.match(said(done.$('body')), /Merged\. Everything is with Mira Patel now/)
  t.match(said(done.$('[aria-label="About Mira Patel"]')), /Rings twice/)
  const old = await ines.get(`/admin/customers/${from.id}`)
  t.match(said(old.$('main')), /Merged into Mira Patel/)
  t.equal(old.$(`form[action="/admin/customers/${from.id}/restore"]`).length, 0)

  const undone = await submit(ines, done, { form: 'form[action="/admin/undos"]' })
  t.equal(undone.status, 303)
  t.match((await owner.get(`/api/customers/${from.id}`)).json(), {
    mergedInto: null,
    orderCount: 1,
  })
})

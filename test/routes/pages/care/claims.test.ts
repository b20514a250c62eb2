// Accounts of customers by pages, without JavaScript: a code from the counter, an invitation, a tracking link.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { account, browser, signedIn } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { addCustomer, addOrder, newPhone } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)

async function known(customer: object = {}) {
  const { id } = await addCustomer(owner, { name: 'Mira', phoneNumber: newPhone(), ...customer })
  const order = await addOrder(owner, { customer: undefined, customerId: id })
  return { id: id as number, path: `/admin/customers/${id}`, order }
}

t.test('a code is shown large once, and typed in the profile', async (t) => {
  const { path, order } = await known()
  const made = await submit(ines, await ines.get(path), {
    form: `form[action="${path}/claim-code"]`,
  })
  t.equal(made.status, 200)
  const code = said(made.$('#claim-code'))
  const mira = await signedIn(app, await account(app, 'customer'))
  const form = 'form[action="/profile/orders"]'
  const wrong = await submit(mira, await mira.get('/profile'), {
    form,
    typed: { code: 'AAAA-BBBB' },
  })
  t.equal(wrong.status, 422)
  t.equal(wrong.$('[name=code]').val(), 'AAAA-BBBB')
  t.match(said(wrong.$('#f-code-error')), /wrong, used or too old/)
  const added = await submit(mira, wrong, { form, typed: { code } })
  t.equal(added.location, '/orders')
  t.match(said((await mira.get('/orders')).$('main')), String(order.number))
  const page = await ines.get(path)
  t.equal(page.$(`form[action="${path}/claim-code"]`).length, 0)
  t.match(said(page.$('[aria-labelledby=account-title]')), /Signs in as/)
})

t.test('an invited customer chooses a password and sees their orders', async (t) => {
  const { path, order } = await known({ email: 'invited@example.com' })
  const made = await submit(ines, await ines.get(path), { form: `form[action="${path}/invite"]` })
  const url = new URL(String(made.$('#invite-url').val())).pathname
  t.match(made.$('a[href^="mailto:"]').attr('href'), /invited%40example\.com/)
  const mira = browser(app)
  const page = await mira.get(url)
  t.match(said(page.$('main')), /invited@example\.com/)
  t.equal(page.response.headers['referrer-policy'], 'no-referrer')
  const form = `form[action="${url}"]`
  const short = await submit(mira, page, { form, typed: { password: 'short' } })
  t.equal(short.status, 422)
  const done = await submit(mira, short, { form, typed: { password: 'seven-silk-buttons' } })
  t.equal(done.status, 303)
  t.match(said((await mira.get('/orders')).$('main')), String(order.number))
  const again = await browser(app).get(url)
  t.equal(again.status, 404)
  t.match(said(again.$('main')), /This invitation does not work any more/)
})

t.test(
  'an invitation is added to the account that is signed in; staff are told whose it is',
  async (t) => {
    const { path, order } = await known()
    const made = await submit(ines, await ines.get(path), { form: `form[action="${path}/invite"]` })
    const url = new URL(String(made.$('#invite-url').val())).pathname
    t.match(said((await ines.get(url)).$('main')), /Open it on their device/)
    const mira = await signedIn(app, await account(app, 'customer'))
    const added = await submit(mira, await mira.get(url), { form: `form[action="${url}/account"]` })
    t.equal(added.location, '/orders')
    t.match(said((await mira.get('/orders')).$('main')), String(order.number))
  },
)

t.test(
  'a tracking page offers to add the order, and asks for a code if that proves nothing',
  async (t) => {
    const { order } = await known()
    const url = `/track-order/${order.trackingToken}`
    const visitor = await browser(app).get(url)
    const register = visitor.$('a[href^="/auth/register"]').attr('href') ?? ''
    t.equal(new URL(register, 'http://shop.test').searchParams.get('next'), url)
    t.equal((await browser(app).get(register)).$('[name=next]').val(), url)
    const friend = await signedIn(app, await account(app, 'customer'))
    const refused = await submit(friend, await friend.get(url), {
      form: `form[action="${url}/account"]`,
    })
    t.equal(refused.status, 409)
    t.match(said(refused.$('main')), /Ask the shop for a code/)
    t.notMatch(said((await friend.get('/orders')).$('main')), String(order.number))
    t.equal((await ines.get(url)).$(`form[action="${url}/account"]`).length, 0, 'not for staff')
  },
)

// Switching person and locking from the header of a shared tablet, without JavaScript: the form of the page goes along.
import t, { type Test } from 'tap'
import { openShop } from '../../../../support/api.ts'
import { browser, type Page } from '../../../../support/app.ts'
import { said, submit, submitBy } from '../../../../support/forms.ts'
import { pageRoutes } from '../../../../support/page-routes.ts'
import { newPhone } from '../../../../support/shop/factories.ts'
import { colleague, switchTo, tablet } from '../../../../support/shop/tablets.ts'

const FROM_PAGE = { 'sec-fetch-site': 'same-origin' }

async function shopWithTablet(t: Test) {
  const { app, owner } = await openShop(t)
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  const karim = await colleague(app, owner, 'Karim Haddad', '9052')
  return { app, owner, rosa, karim, counter: await tablet(app, owner) }
}

const pinOf = ({ id, pin }: { id: number; pin: string }) => ({
  form: '#switch',
  typed: { userId: String(id), pin },
})

const buttons = ({ $ }: Page, to: 'switch' | 'lock') => $(`button[formaction^="/auth/${to}/form"]`)

for (const to of ['switch', 'lock'] as const) {
  t.test(`a form goes along when its page is left by "${to}"`, async (t) => {
    const { owner, rosa, karim, counter } = await shopWithTablet(t)
    await switchTo(counter, rosa)
    const page = await counter.get('/admin/customers/new')
    t.equal(page.$('.topbar a[href^="/auth/switch"]').length, 0, 'no link beside the buttons')
    const typed = { name: 'Amina "Mina" Bello', phoneNumber: newPhone(), notes: 'Two\nlines' }
    const filled = { form: '#page-form', typed, headers: FROM_PAGE }
    const choice = await submitBy(counter, page, buttons(page, to).first(), filled)
    t.equal(choice.status, 200)
    t.match(said(choice.$('#kept')), 'It is not saved yet.')
    const isOpen = (await counter.get('/admin/orders')).status === 200
    t.equal(isOpen, to === 'switch', 'the tablet is locked only by "lock"')

    const resumed = await submit(counter, choice, pinOf(karim))
    t.match(resumed.$('#typed-by').text(), 'Rosa Lindqvist filled it in.')
    for (const value of Object.values(typed)) t.match(resumed.$('#typed').text(), value)
    t.equal((await submit(counter, resumed, { form: '#resume' })).status, 303)
    const { data } = (await owner.get('/api/customers?search=Amina')).json()
    t.match(data, [typed])
    const [event] = (await owner.get('/api/events?type=customer.created')).json().data
    t.equal(event.actor, 'Karim Haddad')
  })
}

t.test('an order goes along, also to a third person, and back to whoever typed it', async (t) => {
  const { rosa, karim, counter } = await shopWithTablet(t)
  await switchTo(counter, rosa)
  const page = await counter.get('/admin/orders/new')
  const typed = { 'items.0.itemName': 'Silk scarf', 'customer.name': 'Amina Bello' }
  const filled = { form: '#order-form', typed, headers: FROM_PAGE }
  const leave = buttons(page, 'switch').first()
  const files = { photos: [new File(['x'], 'a.jpg'), new File(['y'], 'b.jpg')] }
  const withPhotos = { ...filled, typed: { ...typed, ...files } }
  const choice = await submitBy(counter, page, leave, withPhotos)
  t.match(said(choice.$('#kept')), 'Choose the 2 photos again.')
  const back = await submit(counter, choice, { form: '#switch', button: 'Back to the form' })
  const checked = await submit(counter, back, { form: '#resume', button: 'Check it first' })
  t.equal(checked.$('[name="items.0.itemName"]').val(), 'Silk scarf')

  const resumed = await submit(counter, choice, pinOf(karim))
  const handOn = resumed.$('#resume button[formaction^="/auth/switch/form"]')
  const again = await submitBy(counter, resumed, handOn, { form: '#resume', headers: FROM_PAGE })
  const own = await submit(counter, again, pinOf(rosa))
  t.match(said(own.$('#typed')), 'Silk scarf')
  t.match(own.$('#resume').attr('action'), '/admin/orders')
})

t.test('where nothing was typed, the page from before is there again', async (t) => {
  const { owner, rosa, karim, counter } = await shopWithTablet(t)
  const customer = { name: 'Amina Bello', phoneNumber: newPhone() }
  const { id } = (await owner.post('/api/customers', customer)).json()
  await switchTo(counter, rosa)
  for (const path of ['/admin/customers/new', '/admin/orders/new', `/admin/customers/${id}/edit`]) {
    const page = await counter.get(path)
    const form = path === '/admin/orders/new' ? '#order-form' : '#page-form'
    const headers = { ...FROM_PAGE, referer: `http://localhost:80${path}`, host: 'localhost:80' }
    const left = await submitBy(counter, page, buttons(page, 'switch').first(), { form, headers })
    t.equal(left.location, `/auth/switch?next=${encodeURIComponent(path)}`)
    const choice = await counter.get(left.location ?? '')
    t.equal((await submit(counter, choice, pinOf(karim))).location, path)
    await switchTo(counter, rosa)
  }
})

t.test('the Enter key still saves: the first button of the form is its own', async (t) => {
  const { rosa, counter } = await shopWithTablet(t)
  await switchTo(counter, rosa)
  const { $ } = await counter.get('/admin/customers/new')
  const first = $('button[form="page-form"], #page-form button').first()
  t.equal(first.attr('formaction'), undefined)
  t.equal(first.attr('name'), undefined)
})

t.test('a form of another site, or for an address elsewhere, is not kept', async (t) => {
  const { rosa, counter } = await shopWithTablet(t)
  await switchTo(counter, rosa)
  const page = await counter.get('/admin/customers/new')
  const filled = { form: '#page-form', typed: { name: 'Amina' } }
  const other = { ...filled, headers: { 'sec-fetch-site': 'cross-site' } }
  t.equal((await submitBy(counter, page, buttons(page, 'lock').first(), other)).status, 403)
  t.equal((await counter.get('/admin/orders')).status, 200, 'not locked')
  const elsewhere = buttons(page, 'switch').first()
  for (const of of ['//evil.test', 'https://evil.test', '']) {
    elsewhere.attr('formaction', `/auth/switch/form?of=${encodeURIComponent(of)}`)
    const left = await submitBy(counter, page, elsewhere, { ...filled, headers: FROM_PAGE })
    t.equal(left.status, 303, of)
  }
})

t.test('a password is not kept, and the page says so', async (t) => {
  const { app, owner } = await shopWithTablet(t)
  const counter = await tablet(app, owner, 'Office tablet')
  await owner.put('/api/users/me/pin', { pin: '7381', currentPassword: 'needle and thread 7' })
  await switchTo(counter, { id: 1, pin: '7381' })
  const page = await counter.get('/admin/users/new')
  const typed = { firstName: 'Li', email: 'li@shop.test', password: 'hidden bobbin 42' }
  const filled = { form: '#page-form', typed, headers: FROM_PAGE }
  const choice = await submitBy(counter, page, buttons(page, 'switch').first(), filled)
  t.match(choice.$('main').text(), 'Your form is not kept.')
  t.match(choice.$('main').text(), 'A form with a password is not kept.')
  t.notMatch(choice.response.body, typed.password)
  const none = { ...filled, typed: { ...typed, password: '' } }
  const kept = await submitBy(counter, page, buttons(page, 'switch').first(), none)
  t.match(kept.$('#switch [name=kept]').val(), /li@shop\.test/, 'without one the rest is kept')
})

t.test('each page with a form to fill in lets it go along', async (t) => {
  const { app, owner } = await shopWithTablet(t)
  const counter = await tablet(app, owner, 'Office tablet')
  await owner.put('/api/users/me/pin', { pin: '7381', currentPassword: 'needle and thread 7' })
  await owner.post('/api/orders', {
    customer: { name: 'Amina', phoneNumber: newPhone() },
    items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
  })
  await owner.post('/api/employees', { name: 'Marta', phoneNumber: newPhone() })
  const role = (await owner.post('/api/roles', { name: 'Help', permissions: [] })).json()
  await owner.post('/api/keys', { name: 'Website', scopes: ['orders.read'] })
  await switchTo(counter, { id: 1, pin: '7381' })
  const typed = 'input:not([type]), [type=text], [type=tel], [type=email], [type=number], textarea'
  const withForms: string[] = []
  for (const path of pageRoutes(app)) {
    const url = path.replace('roles/:id', `roles/${role.id}`).replaceAll(/:\w+/g, '1')
    const page = await counter.get(url)
    if (page.status !== 200 || page.$('.topbar').length === 0) continue
    const { $ } = page
    const form = $('main form.form[method=post]')
      .filter((_, one) => $(one).parents('details').length === 0)
      .filter((_, one) => {
        const fields = $(one).find(typed).not('[readonly]')
        return fields.toArray().some((field) => $(field).parents('details').length === 0)
      })
      .first()
    const switching = buttons(page, 'switch')
    const isKeptElsewhere = $('main form[data-keep]').length > 0
    if (form.length === 0) {
      t.equal(switching.length > 0, isKeptElsewhere, `${path} has no form to fill in`)
      continue
    }
    // Its only other field is a password or a code of one minute.
    if (form.find('[type=password], [autocomplete=one-time-code]').length > 0 && !isKeptElsewhere)
      continue
    withForms.push(path)
    for (const button of [...switching.toArray(), ...buttons(page, 'lock').toArray()]) {
      t.equal($(button).attr('form'), form.attr('id'), path)
      t.match(
        $(button).attr('formaction'),
        encodeURIComponent(form.attr('action')?.split('?')[0] ?? '?'),
      )
    }
    t.equal(switching.length, 3, `${path}: header, sidebar and menu`)
    t.ok(form.attr('id'), path)
  }
  t.ok(withForms.length >= 12, withForms.join(' '))
})

t.test('in a browser that is no tablet nothing changes', async (t) => {
  const { app } = await shopWithTablet(t)
  const visitor = browser(app)
  await visitor.get('/auth/login')
  const page = await visitor.post('/auth/switch/form?of=%2Fadmin%2Forders', { a: 'b' }, FROM_PAGE)
  t.match(page.location, '/auth/switch')
})

// Settings page: name, address, currency, tax and appearance of the shop.
import t from 'tap'
import { today } from '../../../../../src/lib/time/shop-time.ts'
import { eventsOf } from '../../../../support/api.ts'
import { account, type Browser, build, program, signedIn } from '../../../../support/app.ts'
import { said } from '../../../../support/reading.ts'
import { addOrder } from '../../../../support/shop/factories.ts'

const url = '/admin/settings'

/** The current form with some fields changed. */
async function typed(owner: Browser, changes: Record<string, string>) {
  const { $ } = await owner.get(url)
  const fields = $('form[action="/admin/settings"]').serializeArray()
  const form = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  return { ...form, ...changes }
}

t.test('saved settings show on the next page', async (t) => {
  const app = await build(t)
  const owner = await signedIn(app)
  const form = await typed(owner, {
    name: 'Atelier Almeida',
    accent: 'bottle',
    theme: 'dark',
    locale: 'de-de',
    timeZone: 'Asia/Tokyo',
  })
  t.equal((await owner.post(url, form)).location, url)
  const { $ } = await owner.get('/admin')
  t.match($('title').text(), 'Atelier Almeida')
  t.equal($('html').attr('data-colourway'), 'bottle')
  t.equal($('html').attr('data-theme'), 'dark')
  t.equal($('html').attr('data-locale'), 'de-DE', 'written in the one correct way')
})

t.test('an error is shown at its field, and typed values are kept', async (t) => {
  const app = await build(t)
  const owner = await signedIn(app)
  const form = await typed(owner, {
    name: '',
    currency: 'EURO',
    timeZone: 'Mars/Base',
    address: '4 Mill Lane',
  })
  const { status, $ } = await owner.post(url, form)
  t.equal(status, 422)
  t.equal($('[name=address]').text().trim(), '4 Mill Lane')
  t.match($('#form-errors').text(), /Shop name is missing/)
  t.match((await owner.get('/admin')).$('title').text(), 'Hemline')
})

t.test('a stale form is refused', async (t) => {
  const app = await build(t)
  const owner = await signedIn(app)
  const mine = await typed(owner, { name: 'Mine' })
  await owner.post(url, await typed(owner, { name: 'Theirs' }))
  const { status, $ } = await owner.post(url, mine)
  t.equal(status, 412)
  t.equal($('[name=name]').val(), 'Mine')
  t.match($('.alert').text(), /Someone else changed/)
})

t.test(
  'the currency is fixed once there are prices, and due dates move with the time zone',
  async (t) => {
    const app = await build(t)
    const owner = await signedIn(app)
    const api = await program(app)
    const today = new Date().toISOString().slice(0, 10)
    await addOrder(api, { deadline: today })

    const refused = await owner.post(url, await typed(owner, { currency: 'EUR' }))
    t.equal(refused.status, 409)
    t.match(refused.$('.alert').text(), /after the first order/)
    const offered = refused.$('[name=currency] option')
    t.equal(offered.length, 1, 'what would be refused is not offered')
    t.equal(offered.attr('value'), 'USD')

    const due = async (zone: string) => {
      await owner.post(url, await typed(owner, { timeZone: zone }))
      const { data } = (await api.get(`/api/orders?dueFrom=${today}&dueTo=${today}`)).json()
      return data.length
    }
    t.equal(await due('Pacific/Auckland'), 1)
    t.equal(await due('Pacific/Honolulu'), 1)
  },
)

t.test(
  "a due date stays on its day in another time zone, whatever the order's status",
  async (t) => {
    const app = await build(t)
    const owner = await signedIn(app)
    const api = await program(app)
    const move = async (timeZone: string) => owner.post(url, await typed(owner, { timeZone }))
    await move('Pacific/Kiritimati')
    // The day in Pago Pago begins one hour after the same day ended in Kiritimati.
    const day = today('Pacific/Pago_Pago')
    const moment = '2031-05-14T09:00:00.000Z'
    const order = async (deadline: string, ...statuses: string[]) => {
      const { id } = await addOrder(api, { deadline })
      for (const status of statuses) await api.put(`/api/orders/${id}/status`, { status })
      return id as number
    }
    const cancelled = await order(day, 'cancelled')
    const completed = await order(day, 'in_progress', 'ready', 'completed')
    const archived = await order(day, 'cancelled')
    const later = await order(moment, 'cancelled')
    await api.delete(`/api/orders/${archived}`)

    await move('Pacific/Pago_Pago')
    await api.put(`/api/orders/${cancelled}/status`, { status: 'pending' })
    t.match((await api.get(`/api/orders/${cancelled}`)).json(), { overdue: false, deadline: day })
    const dueOn = async (from: string, more = '') => {
      const { data } = (await api.get(`/api/orders?dueFrom=${from}&dueTo=${from}${more}`)).json()
      return data.map(({ id }: { id: number }) => id).sort()
    }
    t.strictSame(await dueOn(day), [cancelled, completed])
    t.strictSame(await dueOn(day, '&archived=true'), [archived])
    t.strictSame(await dueOn('2031-05-13'), [later], 'a moment is the same moment anywhere')
    const page = await owner.get(`/admin/orders/${cancelled}`)
    t.match(said(page.$('main')), 'Due today')
  },
)

t.test('only the owner may change settings', async (t) => {
  const app = await build(t)
  const staff = await signedIn(app, await account(app, 'staff'))
  t.equal((await staff.get(url)).location, `${url}/storefront`, 'what may be read is there')
  t.equal((await staff.post(url, { name: 'Mine now' })).status, 403)
})

t.test('the tax of new orders is none, included or added', async (t) => {
  const app = await build(t)
  const owner = await signedIn(app)
  const api = await program(app)
  const { $ } = await owner.get(url)
  t.equal($('[name=taxMode] [selected]').val(), 'none')
  t.equal($('[name=taxRate]').val(), '')
  await owner.post(
    url,
    await typed(owner, { taxMode: 'inclusive', taxRate: '8,875 %', taxLabel: 'VAT' }),
  )
  t.match(await addOrder(api), { taxMode: 'inclusive', taxRate: '8.875', taxLabel: 'VAT' })
  const saved = await owner.get(url)
  t.equal(saved.$('[name=taxRate]').val(), '8.875')
  const [, updated] = await eventsOf(app, 'settings', 1)
  t.match(updated?.data, {
    taxMode: { before: 'none', after: 'inclusive' },
    taxRate: { before: '0', after: '8.875' },
  })

  for (const [taxRate, problem] of [
    ['', /Enter the tax rate/],
    ['twenty', /from 0 to 100/],
    ['101', /from 0 to 100/],
    ['1.2345', /at most 3 decimals/],
  ] as const) {
    const refused = await owner.post(url, await typed(owner, { taxRate, name: 'Atelier' }))
    t.equal(refused.status, 422)
    t.match(refused.$('#form-errors').text(), problem)
    t.equal(refused.$('[name=taxRate]').val(), taxRate)
    t.equal(refused.$('[name=name]').val(), 'Atelier', 'nothing typed is lost')
  }
  t.match(await addOrder(api), { taxRate: '8.875' }, 'what was refused changed nothing')
  await owner.post(url, await typed(owner, { taxMode: 'none' }))
  t.match(await addOrder(api), { taxMode: 'none', taxRate: '0', taxLabel: null })
})

// The owner changes what the shop is called, where it is, and how it looks.
import t from 'tap'
import { eventsOf } from '../../api.ts'
import { addOrder } from '../../factories.ts'
import { account, type Browser, build, program, signedIn } from '../../helper.ts'

const url = '/admin/settings'

/** The form as it stands, with some fields typed over. */
async function typed(owner: Browser, changes: Record<string, string>) {
  const { $ } = await owner.get(url)
  const fields = $('form[action="/admin/settings"]').serializeArray()
  const form = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  return { ...form, ...changes }
}

t.test('What is saved shows on the next page', async (t) => {
  const app = await build(t)
  const owner = await signedIn(app)
  const form = await typed(owner, {
    name: 'Atelier Almeida',
    accent: 'emerald',
    theme: 'dark',
    locale: 'de-de',
    timeZone: 'Asia/Tokyo',
  })
  t.equal((await owner.post(url, form)).location, url)
  const { $ } = await owner.get('/admin')
  t.match($('title').text(), 'Atelier Almeida')
  t.equal($('html').attr('data-accent'), 'emerald')
  t.equal($('html').attr('data-theme'), 'dark')
  t.equal($('html').attr('data-locale'), 'de-DE', 'written in the one correct way')
})

t.test('A wrong field is named and nothing typed is lost', async (t) => {
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
  t.match($('#form-errors').text(), /Name of the shop is missing/)
  t.match((await owner.get('/admin')).$('title').text(), 'Hemline')
})

t.test('Nobody overwrites what somebody else saved without seeing it', async (t) => {
  const app = await build(t)
  const owner = await signedIn(app)
  const mine = await typed(owner, { name: 'Mine' })
  await owner.post(url, await typed(owner, { name: 'Theirs' }))
  const { status, $ } = await owner.post(url, mine)
  t.equal(status, 412)
  t.equal($('[name=name]').val(), 'Mine')
  t.match($('.alert').text(), /changed by somebody else/)
})

t.test(
  'The currency stays once there are prices, and deadlines move with the time zone',
  async (t) => {
    const app = await build(t)
    const owner = await signedIn(app)
    const api = await program(app)
    const today = new Date().toISOString().slice(0, 10)
    await addOrder(api, { deadline: today })

    const refused = await owner.post(url, await typed(owner, { currency: 'EUR' }))
    t.equal(refused.status, 409)
    t.match(refused.$('.alert').text(), /orders with prices/)

    const due = async (zone: string) => {
      await owner.post(url, await typed(owner, { timeZone: zone }))
      const { data } = (await api.get(`/api/orders?dueFrom=${today}&dueTo=${today}`)).json()
      return data.length
    }
    t.equal(await due('Pacific/Auckland'), 1)
    t.equal(await due('Pacific/Honolulu'), 1)
  },
)

t.test('Settings are the business of the owner', async (t) => {
  const app = await build(t)
  const staff = await signedIn(app, await account(app, 'staff'))
  t.equal((await staff.get(url)).status, 403)
  t.equal((await staff.post(url, { name: 'Mine now' })).status, 403)
})

t.test('The tax of new orders: none, in the prices, or on top', async (t) => {
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
    ['', /Write the rate of the tax/],
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

// /admin/import as its owner uses it, without JavaScript: check a table, see what comes in, then take it in.
import t from 'tap'
import { openShop } from '../../api.ts'
import { said, submit } from '../../forms.ts'
import { account, signedIn } from '../../helper.ts'
import { faultsOf } from '../../views/judge.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)
const FORM = 'main form'

const PEOPLE = 'name;phone;shoe size\nZoë Müller;0170 555 0142;38\nLi Wei;+86 10 5555 0199;41\n'
const customers = async () => (await owner.get('/api/customers?total=true')).json().total

t.test('a file is checked, shown, and imported with one more press', async (t) => {
  const page = await ines.get('/admin/import')
  t.strictSame(faultsOf(page), [])
  const typed = { file: [new File([PEOPLE], 'old.csv')] }
  const checked = await submit(ines, page, { form: FORM, typed, button: 'Check customers' })
  t.equal(checked.status, 200)
  t.strictSame(faultsOf(checked), [])
  t.match(said(checked.$('#report strong').first()), '2 customers can be imported')
  t.match(said(checked.$('#report')), 'Nothing is saved yet.')
  t.match(said(checked.$('#report')), 'shoe size')
  t.match(said(checked.$('#report table')), /2 Zoë Müller 0170 555 0142 3 Li Wei/)
  t.equal(await customers(), 0)
  const done = await submit(ines, checked, { form: FORM, button: 'Import 2 customers' })
  t.equal(done.location, '/admin/customers')
  t.equal(await customers(), 2)
  t.match(said((await ines.get('/admin/customers')).$('body')), '2 customers imported.')
})

t.test('the same once more makes nothing, and says so', async (t) => {
  const page = await ines.get('/admin/import')
  const again = await submit(ines, page, { form: FORM, typed: { text: PEOPLE } })
  t.match(said(again.$('#report')), /2 are there already.* Nothing new/)
  t.equal(again.$('button[value=import]').length, 0)
})

t.test('mistakes are told by line, and what was pasted is still there', async (t) => {
  const text =
    'reference,customer,phone,item,price\nA-1,Amina,0201 555,Hem,12.345\nA-2,,0201 556,Hem,1\n'
  const page = await ines.get('/admin/import/orders')
  const checked = await submit(ines, page, { form: FORM, typed: { text } })
  t.strictSame(faultsOf(checked), [])
  t.match(said(checked.$('#report')), /Nothing was imported\..* 2 mistakes/)
  t.match(said(checked.$('#report table')), /2 unit price .* 3 customer name Name is missing\./)
  t.equal(checked.$('textarea').val(), text)
  const mended = text.replace('12.345', '12.34').replace('A-2,,', 'A-2,Bea,')
  const second = await submit(ines, checked, { form: FORM, typed: { text: mended } })
  t.match(said(second.$('#report')), /2 new customers come with them\..* 2 orders can be imported/)
  t.match(said(second.$('#report table')), /A-1 Amina New customer 0201 555 1 €12\.34/)
  const spoilt = { text: text.replace('A-1', 'A-3') }
  const refused = await submit(ines, second, {
    form: FORM,
    typed: spoilt,
    button: 'Import 2 orders',
  })
  t.equal(refused.status, 422, 'also where the mistakes came after the check')
  t.match(said(refused.$('#report')), /2 mistakes/)
  t.equal((await owner.get('/api/orders?total=true')).json().total, 0)
  await submit(ines, second, { form: FORM, button: 'Import 2 orders' })
  t.equal((await owner.get('/api/orders?total=true')).json().total, 2)
})

t.test('what is no table is refused in words', async (t) => {
  const page = await ines.get('/admin/import')
  const book = new File([Buffer.from('PK\x03\x04\x00')], 'old.xlsx')
  const refused = await submit(ines, page, { form: FORM, typed: { file: [book] } })
  t.equal(refused.status, 415)
  t.match(said(refused.$('[role=alert]')), /This is no CSV file\. Save the table as CSV first/)
  const nothing = await submit(ines, page, { form: FORM })
  t.equal(nothing.status, 422)
  t.match(said(nothing.$('[role=alert]')), /There is nothing to import/)
  const long = await submit(ines, page, { form: FORM, typed: { text: 'x'.repeat(2_000_100) } })
  t.equal(long.status, 413)
  t.match(said(long.$('[role=alert]')), /at most 2 MB/)
})

t.test('only administrators see it', async (t) => {
  const staff = await signedIn(app, await account(app, 'staff'))
  t.equal((await staff.get('/admin/import')).status, 403)
  t.equal((await staff.get('/admin/customers')).$('a[href="/admin/import"]').length, 0)
  t.equal((await ines.get('/admin/customers')).$('a[href="/admin/import"]').length, 1)
  t.equal((await ines.get('/admin/settings')).$('a[href="/admin/import"]').length, 1)
})

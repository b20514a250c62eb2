// CSV import page without JavaScript: dry run, report, import.
import t from 'tap'
import { IMPORTS } from '../../../../src/services/imports/kinds.ts'
import { createImportRun, packFile } from '../../../../src/services/imports/runs/progress.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { openShop } from '../../../support/api.ts'
import { account, signedIn } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { multipart } from '../../../support/multipart.ts'
import { faultsOf } from '../../../support/page-faults.ts'
import { isFragment } from '../../../support/reading.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)
const FORM = 'main form'

const PEOPLE = 'name;phone;shoe size\nZoë Müller;0170 555 0142;38\nLi Wei;+86 10 5555 0199;41\n'
const customers = async () => (await owner.get('/api/customers?total=true')).json().total

t.test('a file is checked, shown, and imported with a second button', async (t) => {
  const page = await ines.get('/admin/import')
  t.strictSame(faultsOf(page), [])
  const typed = { file: [new File([PEOPLE], 'old.csv')] }
  const checked = await submit(ines, page, { form: FORM, typed, button: 'Check customers' })
  t.equal(checked.status, 200)
  t.strictSame(faultsOf(checked), [])
  t.match(said(checked.$('#report strong').first()), '2 customers can be imported')
  t.match(said(checked.$('#report')), 'Nothing is saved yet: press Import to save.')
  t.match(said(checked.$('#report')), 'shoe size')
  t.match(said(checked.$('#report table')), /2 Zoë Müller 0170 555 0142 3 Li Wei/)
  t.equal(await customers(), 0)
  const done = await submit(ines, checked, { form: FORM, button: 'Import 2 customers' })
  t.equal(done.location, '/admin/customers')
  t.equal(await customers(), 2)
  t.match(said((await ines.get('/admin/customers')).$('body')), '2 customers imported.')
})

t.test('importing the same file again creates nothing, and says so', async (t) => {
  const page = await ines.get('/admin/import')
  const again = await submit(ines, page, { form: FORM, typed: { text: PEOPLE } })
  t.match(said(again.$('#report')), /2 are already in Hemline.* Nothing to import/)
  t.equal(again.$('button[value=import]').length, 0)
})

t.test('errors are listed by line, and the pasted text is kept', async (t) => {
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
  t.match(said(second.$('#report')), /2 new customers are added too\..* 2 orders can be imported/)
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

/** An import run of a server that was killed before the first batch. */
async function leftBehind(file: string, at = '2026-11-02T09:30:00.000Z'): Promise<string> {
  const { report, units } = await IMPORTS.customers.check(app.db, Buffer.from(file), SYSTEM)
  const content = await packFile(Buffer.from(file))
  const run = { noun: 'customers', fileName: 'old.csv', content, runner: 'gone', report } as const
  const total = units.length
  const id = await app.db.write((tx) =>
    createImportRun(change(tx, SYSTEM, null, at), { ...run, total }),
  )
  return `/admin/import/runs/${id}`
}

t.test('an interrupted import is shown, and continued with one button', async (t) => {
  const url = await leftBehind(`${PEOPLE}Bea;0170 555 0199;40\nAda;0170 555 0198;40\n`)
  const overview = await ines.get('/admin/import')
  t.match(said(overview.$('main')), /Import of old\.csv 0 of 2 customers · .*2026.* Interrupted/)
  const page = await ines.get(url)
  t.strictSame(faultsOf(page), [])
  t.match(said(page.$('h1')), 'Import of old.csv')
  t.equal(page.$('progress').attr('value'), '0')
  t.match(said(page.$('#import-run')), /0 of 2 customers 2 were already in Hemline\./)
  t.equal(page.$('[data-hx-trigger]').length, 0, 'there is nothing to wait for')
  const form = '#import-run form'
  const going = await submit(ines, page, { form, button: 'Continue' })
  t.equal(going.location, url)
  await app.imports.ended(Number(url.split('/').at(-1)), 200_000)
  const done = await ines.get(url)
  t.strictSame(faultsOf(done), [])
  t.match(said(done.$('[role=status]')), /^2 customers imported 2 were already in Hemline\.$/)
  t.match(said(done.$('#import-run table')), /5 Ada 4 Bea/)
  t.equal(done.$(form).length, 0)
  const late = await submit(ines, page, { form, button: 'Continue' })
  t.equal(late.status, 409)
  t.match(said(late.$('[role=alert]')), /This import is running or done/)
})

t.test('the progress of a run is shown, with JavaScript and without', async (t) => {
  const url = await leftBehind('name,phone\nZelda,0170 555 0197\n', new Date().toISOString())
  const page = await ines.get(url)
  t.strictSame(faultsOf(page), [])
  t.match(said(page.$('#import-run')), /Progress Running 0 of 1 customer/)
  t.equal(page.$('#import-run').attr('data-hx-get'), url)
  t.equal(page.$('.no-js a').attr('href'), url, 'a link asks again')
  isFragment(t, await ines.fragment(url), 'import-run')
  t.equal(page.$('#import-run form').length, 0)
})

t.test('a truncated upload is refused, wherever it is cut', async (t) => {
  const page = await ines.get('/admin/import')
  const url = page.$(FORM).attr('action') ?? ''
  const form = new FormData()
  form.append('file', new File([PEOPLE], 'old.csv'))
  form.append('text', '')
  form.append('action', 'import')
  const { payload, headers } = await multipart(form)
  const before = await customers()
  const post = (body: Buffer, type = headers['content-type']) =>
    ines.send({ method: 'POST', url, payload: body, headers: { 'content-type': type } })
  for (let end = 0; end < payload.length - 4; end += 7) {
    const cut = await post(payload.subarray(0, end))
    t.ok(cut.status >= 400 && cut.status < 500, `${end} of ${payload.length}: ${cut.status}`)
  }
  for (const type of ['multipart/form-data', 'multipart/form-data; boundary=other']) {
    const broken = await post(payload, type)
    t.equal(broken.status, 422, type)
    t.match(said(broken.$('[role=alert]')), /The upload was cut off\. Nothing was imported/)
    t.equal(broken.$(FORM).length, 1, 'it can be sent again at once')
  }
  t.equal(await customers(), before)
})

t.test('other files than tables are refused in words', async (t) => {
  const page = await ines.get('/admin/import')
  const book = new File([Buffer.from('PK\x03\x04\x00')], 'old.xlsx')
  const refused = await submit(ines, page, { form: FORM, typed: { file: [book] } })
  t.equal(refused.status, 415)
  t.match(said(refused.$('[role=alert]')), /This is no CSV file\. Save the table as CSV first/)
  const nothing = await submit(ines, page, { form: FORM })
  t.equal(nothing.status, 422)
  t.match(said(nothing.$('[role=alert]')), /There is nothing to import/)
  for (const length of [2_000_100, 3_000_000]) {
    const long = await submit(ines, page, { form: FORM, typed: { text: 'x'.repeat(length) } })
    t.equal(long.status, 413)
    t.match(said(long.$('[role=alert]')), /at most 2 MB/)
  }
})

t.test('only owners and managers see the page', async (t) => {
  const staff = await signedIn(app, await account(app, 'staff'))
  t.equal((await staff.get('/admin/import')).status, 403)
  t.equal((await staff.get('/admin/customers')).$('a[href="/admin/import"]').length, 0)
  t.equal((await ines.get('/admin/customers')).$('a[href="/admin/import"]').length, 1)
  t.equal((await ines.get('/admin/settings')).$('a[href="/admin/import"]').length, 1)
})

t.test('numbers over a thousand are formatted as everywhere else', async (t) => {
  const rows = Array.from({ length: 1200 }, (_, at) => `Guest ${at},0401 55 ${1000 + at}`)
  const text = `name,phone\n${rows.join('\n')}\n`
  const page = await ines.get('/admin/import')
  const checked = await submit(ines, page, { form: FORM, typed: { text } })
  t.match(said(checked.$('#report strong').first()), '1,200 customers can be imported')
  const done = await submit(ines, checked, { form: FORM, button: 'Import 1,200 customers' })
  const overview = await ines.get('/admin/import')
  t.match(said(overview.$('main')), /1,200 (of 1,200 )?customers/)
  if (done.location !== '/admin/customers')
    await app.imports.ended(Number(done.location?.split('/').at(-1)), 200_000)
  t.match(said((await ines.get('/admin/import')).$('main')), '1,200 customers imported')
})

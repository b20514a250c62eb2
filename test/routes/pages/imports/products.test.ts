// The import page of products without JavaScript: what is checked, what changes, and who may come.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { program, signedIn } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { faultsOf } from '../../../support/page-faults.ts'
import { accountWithRole } from '../../../support/roles.ts'
import { addProduct, SCARF, SILK } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)
const FORM = 'main form'
await addProduct(owner, SCARF)
await addProduct(owner, SILK)

const FILE =
  'sku;name;price;stock;category\nSILK-SCARF;;49;7;Scarves\nBELT;Belt;30;2;\nSILK-TWILL;;33;;\n'

t.test('the list of products leads to import and export', async (t) => {
  const page = await ines.get('/admin/products')
  t.strictSame(faultsOf(page), [])
  const links = page
    .$('main .actions a')
    .map((_, link) => page.$(link).attr('href'))
    .get()
  t.ok(links.includes('/admin/import/products'))
  t.ok(links.includes('/api/products/export/csv?archived=all'))
  const german = await openShop(t, { locale: 'de-DE' })
  const seite = await (await signedIn(german.app)).get('/admin/import/products')
  const comma = '/api/products/export/csv?archived=all&separator=semicolon&decimal=comma'
  t.equal(seite.$(`a[href="${comma}"]`).length, 1)
})

t.test('a file is checked, shows what it does, and is imported', async (t) => {
  const page = await ines.get('/admin/import/products')
  t.strictSame(faultsOf(page), [])
  t.match(said(page.$('dl')), /sku By it a variant is found.* stock On hand/)
  const typed = { text: FILE }
  const checked = await submit(ines, page, { form: FORM, typed, button: 'Check products' })
  t.equal(checked.status, 200)
  t.strictSame(faultsOf(checked), [])
  const report = said(checked.$('#report'))
  t.match(report, '3 variants can be imported')
  t.match(report, /Products 1 new, 2 changed, 0 unchanged Variants 1 new, 2 changed, 0 unchanged/)
  t.match(report, 'New categories Scarves')
  t.match(
    said(checked.$('#report table')),
    /2 SILK-SCARF Silk scarf Changes category, price, stock 3 BELT Belt Added/,
  )
  const done = await submit(ines, checked, { form: FORM, button: 'Import 3 variants' })
  t.equal(done.location, '/admin/products')
  t.match(said((await ines.get('/admin/products')).$('body')), '3 variants imported.')
  const again = await submit(ines, page, { form: FORM, typed, button: 'Check products' })
  t.match(said(again.$('#report')), /3 variants are as in the file\..* Nothing changes/)
  t.equal(again.$('button[value=import]').length, 0)
  const [run] = (await owner.get('/api/product-imports')).json().data
  const progress = await ines.get(`/admin/import/products/runs/${run.id}`)
  t.strictSame(faultsOf(progress), [])
  t.match(said(progress.$('main')), /3 variants imported.* Belt/)
  t.equal(progress.$('main table a').first().attr('href'), '/admin/products/2')
  t.equal((await ines.get(`/admin/import/runs/${run.id}`)).status, 404)
})

t.test('mistakes are listed by line, and the text is kept', async (t) => {
  const page = await ines.get('/admin/import/products')
  const text = FILE.replace('7', 'many')
  const checked = await submit(ines, page, { form: FORM, typed: { text } })
  t.strictSame(faultsOf(checked), [])
  t.match(said(checked.$('#report')), /Nothing was imported\..* One mistake/)
  t.match(said(checked.$('#report table')), /2 stock Write the quantity/)
  t.equal(checked.$('textarea').val(), text)
})

t.test('somebody who may change products but not stock', async (t) => {
  const permissions = ['products.write']
  const role = (await owner.post('/api/roles', { name: 'Buyer', permissions, limits: {} })).json()
  const { person } = await accountWithRole(app, owner, role.id)
  const buyer = await signedIn(app, person)
  const page = await buyer.get('/admin/import/products')
  t.strictSame(faultsOf(page), [])
  t.equal(page.$('nav a[href="/admin/import"]').length, 0, 'customers are not offered')
  const refused = await submit(buyer, page, { form: FORM, typed: { text: FILE } })
  t.equal(refused.status, 403)
  t.match(said(refused.$('main')), /which you may not change .* Remove the column stock/)
  t.equal(refused.$('textarea').val(), FILE, 'what was typed is there')
  t.equal((await (await program(app, person)).get('/api/imports')).statusCode, 403)
})

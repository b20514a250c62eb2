// Text length limits in characters, equal on the page, in its form and in the API: an emoji is one.
import t from 'tap'
import { build, program, signedIn } from '../../../../support/app.ts'
import { submit } from '../../../../support/forms.ts'
import { said } from '../../../../support/reading.ts'
import { newPhone } from '../../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const owner = await signedIn(app)
const THREAD = '🧵'
const form = 'main form.form'

/** Page fields with a maximum length, and their names in the API. */
const FIELDS = [
  ['/admin/customers/new', '/api/customers', 'name', 120],
  ['/admin/employees/new', '/api/employees', 'name', 120],
  ['/admin/customers/new', '/api/customers', 'address', 500],
] as const

t.test('a form with files shows a long text again as it was typed', async (t) => {
  const page = await owner.get('/admin/orders/new')
  const photos = [new File(['x'], 'gown.jpg', { type: 'image/jpeg' })]
  const take = (notes: string) =>
    submit(owner, page, {
      form: '#order-form',
      typed: {
        'items.0.itemName': 'Silk scarf',
        'items.0.unitPrice': '64',
        'customer.name': 'Amina Bello',
        'customer.phoneNumber': '+44 20 7946 0018',
        notes,
        photos,
      },
      button: 'Save order',
    })
  const notes = '針'.repeat(50_000)
  const refused = await take(notes)
  t.equal(refused.status, 422)
  t.match(said(refused.$('#f-notes-error')), 'Notes can have at most 4000 characters')
  t.equal(refused.$('[name=notes]').val(), notes, 'nothing of it is cut')
  t.equal(refused.$('[name="customer.name"]').val(), 'Amina Bello')
  const tooMuch = await take('x'.repeat(1_100_000))
  t.equal(tooMuch.status, 413)
  t.match(said(tooMuch.$('main')), 'The texts are too long for one request. Shorten the longest')
  t.strictSame((await office.get('/api/orders')).json().data, [])
})

for (const [path, api, field, most] of FIELDS) {
  t.test(`${field} at ${path} accepts its maximum of characters`, async (t) => {
    for (const [text, isTaken] of [
      [THREAD.repeat(most), true],
      [`${THREAD.repeat(most)}${THREAD}`, false],
      ['é'.repeat(most), true],
      [`${'é'.repeat(most)}é`, false],
    ] as const) {
      const page = await owner.get(path)
      const longest = Number(page.$(`main [name=${field}]`).attr('maxlength'))
      if (isTaken) t.ok(text.length <= longest, 'the browser lets it be typed')
      const typed = { name: `Rosa ${most}`, phoneNumber: newPhone(), [field]: text }
      const answer = await submit(owner, page, { form, typed })
      t.equal(answer.status, isTaken ? 303 : 422, `${text.length} units by the page`)
      if (!isTaken) {
        t.match(said(answer.$(`#f-${field}-error`)), `can have at most ${most} characters`)
        t.equal(answer.$(`main [name=${field}]`).val(), text, 'nothing of it is cut')
      }
      t.equal((await office.post(api, typed)).statusCode, isTaken ? 201 : 422, 'by the API')
    }
  })
}

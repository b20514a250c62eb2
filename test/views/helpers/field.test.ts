// Form field helper: typed values are kept, and errors are accessible.
import { fileURLToPath } from 'node:url'
import { load } from 'cheerio'
import { Eta } from 'eta'
import t from 'tap'
import {
  type FieldInput,
  type FormState,
  fieldId,
  fieldOf,
} from '../../../src/views/helpers/field.ts'

const eta = new Eta({
  views: fileURLToPath(new URL('../../../src/views', import.meta.url)),
  autoTrim: ['nl', false],
  functionHeader: 'const h = this.helpers;',
})
Object.assign(eta, { helpers: { field: fieldOf, fieldId, icon: () => '' } })

const show = (field: FieldInput, form: FormState | null = null) =>
  load(eta.render('/shared/_field', { field, form }))

const phone: FieldInput = { name: 'phoneNumber', label: 'Phone', type: 'tel', required: true }

t.test('a label belongs to its input', async (t) => {
  const $ = show(phone)
  t.equal($('label').attr('for'), $('input').attr('id'))
  t.equal($('label').text().trim(), 'Phone')
  t.equal($('input').attr('type'), 'tel')
  t.ok($('input').is('[required]'))
  t.notOk($('input').is('[aria-invalid]'))
})

t.test('a refused form shows typed values and the error', async (t) => {
  const $ = show(
    { ...phone, value: '06 1234', hint: 'However the customer says it' },
    { values: { phoneNumber: '12" <b>' }, errors: { phoneNumber: 'Too short.' } },
  )
  t.equal($('input').val(), '12" <b>')
  t.equal($('input').attr('aria-invalid'), 'true')
  const described = $('input').attr('aria-describedby')?.split(' ') ?? []
  t.same(
    described.map((id) => $(`#${id}`).text().trim()),
    ['However the customer says it', 'Too short.'],
  )
})

t.test('a select keeps its choice', async (t) => {
  const options = [
    { value: '1', label: 'Samira' },
    { value: '2', label: 'Tomas' },
  ]
  const field: FieldInput = { name: 'employeeId', label: 'Made by', type: 'select', options }
  t.equal(show({ ...field, prompt: 'Nobody yet' })('select').val(), '')
  t.equal(show({ ...field, value: '2' })('select').val(), '2')
})

t.test('a multi-line text keeps its line breaks', async (t) => {
  const $ = show({ name: 'notes', label: 'Notes', type: 'textarea', value: '\nHem to the floor\n' })
  t.equal($('textarea').text().trim(), 'Hem to the floor')
})

t.test('the error summary links to each field', async (t) => {
  const errors = { phoneNumber: 'Too short.', 'items.0.itemName': 'What is made?' }
  const $ = load(eta.render('/shared/_form-errors', { errors, focus: true }))
  t.same(
    $('a')
      .toArray()
      .map((link) => [$(link).attr('href'), $(link).text()]),
    [
      ['#f-phoneNumber', 'Too short.'],
      ['#f-items-0-itemName', 'What is made?'],
    ],
  )
  t.match(
    load(eta.render('/shared/_form-errors', { errors: null }))
      .text()
      .trim(),
    /^$/,
  )
})

t.test("the browser's length limit is never stricter than the schema", async (t) => {
  const $ = show({ ...phone, maxlength: 40 })
  t.ok('🧵'.repeat(40).length <= Number($('input').attr('maxlength')), 'an emoji has two units')
  t.notOk(show(phone)('input').is('[maxlength]'))
})

// Category pages without JavaScript.
import t from 'tap'
import { build, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { eachSaid, problemsOf, said, valueIn } from '../../../support/reading.ts'

const app = await build(t)
const owner = await signedIn(app)
const NEW = '#new-category'
const PATH = '/admin/categories'
const add = async (name: string) =>
  submit(owner, await owner.get(PATH), { form: NEW, typed: { name } })

t.test('categories are listed in their order', async (t) => {
  for (const name of ['Evening wear', 'Fabrics', 'Accessories'])
    t.equal((await add(name)).status, 303)
  t.strictSame(eachSaid(await owner.get(PATH), 'tbody .row-link'), [
    'Evening wear',
    'Fabrics',
    'Accessories',
  ])
  const page = await owner.get(`${PATH}/3`)
  const typed = { position: '0', description: 'Hats and scarves' }
  const saved = await submit(owner, page, { form: `form[action="${PATH}/3"]`, typed })
  t.equal(saved.status, 303)
  t.strictSame(eachSaid(await owner.get(PATH), 'tbody .row-link'), [
    'Accessories',
    'Evening wear',
    'Fabrics',
  ])
})

t.test('a missing name and a name that is taken are told, and what was typed stays', async (t) => {
  const missing = await submit(owner, await owner.get(PATH), {
    form: NEW,
    typed: { name: ' ', description: 'Warm' },
  })
  t.equal(missing.status, 422)
  t.strictSame(problemsOf(missing), ['Name is missing.'])
  t.equal(valueIn(missing, 'description'), 'Warm')
  const taken = await submit(owner, missing, { form: NEW, typed: { name: 'FABRICS' } })
  t.equal(taken.status, 409)
  t.match(said(taken.$('#problem')), 'There is a category "Fabrics" already.')
})

t.test('a name cannot be cleared', async (t) => {
  const form = `form[action="${PATH}/1"]`
  const refused = await submit(owner, await owner.get(`${PATH}/1`), { form, typed: { name: '' } })
  t.equal(refused.status, 422)
  t.strictSame(problemsOf(refused), ['Name is missing.'])
})

t.test('an older form does not overwrite a newer version', async (t) => {
  const form = await owner.get(`${PATH}/1`)
  await submit(owner, form, { form: `form[action="${PATH}/1"]`, typed: { name: 'Gala wear' } })
  const stale = await submit(owner, form, {
    form: `form[action="${PATH}/1"]`,
    typed: { name: 'Ball wear' },
  })
  t.equal(stale.status, 412)
  t.equal(valueIn(stale, 'name'), 'Ball wear')
})

t.test('a category is archived, and restored', async (t) => {
  const gone = await submit(owner, await owner.get(`${PATH}/2`), {
    form: `form[action="${PATH}/2/archive"]`,
  })
  t.equal(gone.location, PATH)
  t.notOk(eachSaid(await owner.get(PATH), 'tbody .row-link').includes('Fabrics'))
  t.strictSame(eachSaid(await owner.get(`${PATH}?archived=true`), 'tbody .row-link'), ['Fabrics'])
  await submit(owner, await owner.get(`${PATH}/2`), { form: `form[action="${PATH}/2/restore"]` })
  t.ok(eachSaid(await owner.get(PATH), 'tbody .row-link').includes('Fabrics'))
})

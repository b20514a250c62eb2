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
    typed: { name: 'Ball wear', description: 'For dances', position: '1' },
  })
  t.equal(stale.status, 412)
  t.match(said(stale.$('#overtaken')), 'Ines Almeida saved a change while you were typing')
  t.equal(stale.$('#problem').length, 0)
  t.match(eachSaid(stale, '#overtaken tbody tr'), [
    /^Name Ball wear.* Gala wear/,
    /^Description For dances/,
  ])
  t.equal(valueIn(stale, 'name'), 'Ball wear')
  t.equal(valueIn(stale, 'description'), 'For dances')
  t.equal(said((await owner.get(`${PATH}/1`)).$('h1')), 'Gala wear', 'nothing is saved yet')
  const again = { form: `form[action="${PATH}/1"]`, button: 'Save my changes' }
  t.equal((await submit(owner, stale, again)).status, 303)
  t.equal(valueIn(await owner.get(`${PATH}/1`), 'description'), 'For dances')
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

t.test('an older form of a category that was archived meanwhile says so', async (t) => {
  const { location } = await add('Hats')
  t.equal(location, PATH)
  const page = await owner.get(PATH)
  const path = page
    .$('tbody .row-link')
    .filter((_, link) => page.$(link).text() === 'Hats')
    .attr('href')
  const form = await owner.get(path ?? '')
  await submit(owner, form, { form: `form[action="${path}/archive"]` })
  const typed = { name: 'Felt hats' }
  const stale = await submit(owner, form, { form: `form[action="${path}"]`, typed })
  t.equal(stale.status, 412)
  t.match(said(stale.$('#overtaken')), 'Ines Almeida archived this while you were typing')
  t.equal(valueIn(stale, 'name'), 'Felt hats')
})

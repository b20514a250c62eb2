// Counts of stock without JavaScript: blind or with values, posting, and buyers who keep more than was counted.
import t from 'tap'
import { moveStock } from '../../../../src/services/catalogue/stock/movements.ts'
import { AS_HTMX, build, signedIn } from '../../../support/app.ts'
import { submit, type Typed } from '../../../support/forms.ts'
import { eachSaid, isFragment, said, textOf, valueIn } from '../../../support/reading.ts'
import { GOWN, shelfOf } from '../../../support/shop/shelf.ts'

const app = await build(t)
const shelf = shelfOf(app)
const owner = await signedIn(app)
const { variants } = await shelf.add({ ...GOWN, name: 'Gown' })
const [small, medium] = variants.map(({ id }) => id) as [number, number]

async function begin(typed: Typed = {}) {
  const page = await owner.get('/admin/stock/counts')
  const { location = '' } = await submit(owner, page, { form: '#new-count', typed })
  return location
}
const enter = async (url: string, typed: Record<string, string>) =>
  submit(owner, await owner.get(url), { form: '#count-form', typed })
const post = async (url: string) =>
  submit(owner, await owner.get(url), { form: `form[action="${url}/post"]` })

t.test('a count is opened, entered and posted; a sale meanwhile survives', async (t) => {
  const url = await begin({ note: 'Window' })
  t.match((await owner.get(url)).$('.page-header').text(), /Window/)
  const entered = await enter(url, { code: 'GOWN-S', counted: '3' })
  const page = await owner.get(entered.location ?? '')
  t.equal(textOf(page.$('#last[role=status]')), 'Gown, S 3 counted')
  t.match(said(page.$(`#line-${small}`)), /Gown, S GOWN-S 1 3 \+2 Ines Almeida/)
  await shelf.write((change) => moveStock(change, small, { delta: -1, reason: 'damaged' }))
  const posted = await post(url)
  t.equal(posted.location, url)
  t.equal((await shelf.variant(small)).stock, 2000, '3 were there, and 1 has gone since')
  const after = await owner.get(url)
  t.equal(after.$('#count-form').length, 0)
  t.match(said(after.$('.badge').first()), 'Posted')
  t.match(
    eachSaid(await owner.get('/admin/stock/counts'), '.row')[0],
    /Count \d+ · Window .* Posted 1 counted/,
  )
})

t.test('a blind count does not tell what should be there until it is posted', async (t) => {
  const url = await begin({ blind: 'true' })
  await enter(url, { code: 'GOWN-M', counted: '9' })
  const open = await owner.get(url)
  t.strictSame(eachSaid(open, 'thead th'), ['Variant', 'Counted', 'By', 'Take out'])
  t.notMatch(said(open.$(`#line-${medium}`)), '4')
  await post(url)
  t.match(said((await owner.get(url)).$(`#line-${medium}`)), /4 9 \+5/)
})

t.test('scans without a quantity count one more each', async (t) => {
  const url = await begin()
  for (const _ of [1, 2, 3]) await enter(url, { code: '4006381333931' })
  t.match(said((await owner.get(url)).$(`#line-${medium}`)), /9 3 −6/)
  const part = await owner.post(
    `${url}/lines`,
    { code: '4006381333931', idempotencyKey: 'a' },
    AS_HTMX,
  )
  isFragment(t, part, 'count')
  t.equal(textOf(part.$('#last')), 'Gown, M 4 counted')
  const out = await submit(owner, await owner.get(url), { form: `#line-${medium} form` })
  t.equal(out.status, 303)
  t.equal((await owner.get(url)).$(`#line-${medium}`).length, 0)
  const cancelled = await submit(owner, await owner.get(url), {
    form: `form[action="${url}/cancel"]`,
  })
  t.equal(cancelled.location, url)
  t.equal(said((await owner.get(url)).$('.badge').first()), 'Cancelled')
  t.equal((await shelf.variant(medium)).stock, 9000)
})

t.test('an unknown code keeps what was typed', async (t) => {
  const url = await begin()
  const refused = await enter(url, { code: 'zzz', counted: '8' })
  t.equal(refused.status, 422)
  t.match(said(refused.$('#f-code-error')), 'Nothing has the barcode or SKU “zzz”.')
  t.equal(valueIn(refused, 'counted'), '8')
})

t.test(
  'fewer than buyers keep: the holds are named, and can be released with the posting',
  async (t) => {
    await shelf.hold(medium, 5)
    const url = await begin()
    await enter(url, { code: 'GOWN-M', counted: '2' })
    const refused = await post(url)
    t.equal(refused.status, 409)
    t.match(said(refused.$('#count-held')), /just now \(1 order\)/)
    t.equal((await shelf.variant(medium)).stock, 9000)
    const posted = await submit(owner, refused, {
      form: '#count-held form',
      button: 'Release and post',
    })
    t.equal(posted.status, 303)
    t.match(await shelf.variant(medium), { stock: 2000, reserved: 0 })
  },
)

// What templates may call: built assets, icons, the places of a role.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load } from 'cheerio'
import t from 'tap'
import { ORDER_STATUSES, PAYMENT_STATUSES } from '../../src/schemas/order-status.ts'
import { createViewHelpers } from '../../src/views/helpers.ts'
import type { IconName } from '../../src/views/icons.ts'

async function builtProject(dir: string): Promise<string> {
  const build = join(dir, 'public/build')
  await mkdir(build, { recursive: true })
  const manifest = { 'app.css': 'app-1.css', 'icons.svg': 'icons-2.svg' }
  await writeFile(join(build, 'manifest.json'), JSON.stringify(manifest))
  return dir
}

t.test('assets and icons', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))

  t.equal(h.asset('app.css'), '/assets/app-1.css')
  t.throws(() => h.asset('other.css'), /no built asset "other.css"/)

  t.match(h.icon('plus'), /^<svg class="icon" .*href="\/assets\/icons-2.svg#plus"/)
  t.match(h.icon('plus', 'lead'), /class="icon lead"/)
  t.throws(() => h.icon('unicorn' as IconName), /src\/views\/icons.ts/)
})

t.test('assets that were never built are asked for by name', async (t) => {
  t.throws(() => createViewHelpers(t.testdir()), /npm run build:assets/)
})

t.test('every status has its word, its icon and its tone', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  t.same(Object.keys(h.orderStatus).sort(), [...ORDER_STATUSES].sort())
  t.same(Object.keys(h.paymentStatus).sort(), [...PAYMENT_STATUSES].sort())
  for (const { icon, label } of Object.values({ ...h.orderStatus, ...h.paymentStatus })) {
    t.ok(h.icon(icon) && label)
  }
})

t.test('a badge is a word beside its icon, and never markup', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  const badge = load(h.badge({ label: '<b>"Tom" & \'Jerry\'</b>', icon: 'check', tone: 'info' }))
  t.equal(badge('.badge.badge-info').text(), '<b>"Tom" & \'Jerry\'</b>')
  t.equal(badge('.badge > svg[aria-hidden=true] + *').length, 0)
  t.match(h.orderStatusBadge.in_progress, /badge-info.*#scissors.*In progress/)
})

t.test('a deadline shows its hour apart, and the day unless it says it already', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  const shown = (text: string, short: string | null, exact = '27 Nov 2026') => {
    const $ = load(h.due({ tone: text ? 'later' : 'none', text, short, exact }))
    const spans = $('.due > span').toArray()
    return { words: spans.map((one) => $(one).text()), beside: $('.muted').text() }
  }
  t.same(shown('Due in 6 days', '27 Nov'), { words: ['Due in 6 days'], beside: '27 Nov' })
  t.same(shown('Due in 6 days, 11:00', null), {
    words: ['Due in 6 days,', '11:00'],
    beside: '27 Nov 2026',
  })
  t.same(shown('27 Nov', '27 Nov'), { words: ['27 Nov'], beside: '' })
  t.same(shown('', '', ''), { words: ['No deadline'], beside: '' })
})

t.test('only an admin is shown the users', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  const labels = (role: 'admin' | 'staff') => h.places(role).map((place) => place.label)
  t.ok(labels('admin').includes('Users'))
  t.notOk(labels('staff').includes('Users'))
})

t.test('the place where one is', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  t.equal(h.current('/admin/orders', '/admin/orders'), 'page')
  t.equal(h.current('/admin/orders/7', '/admin/orders'), 'true')
  t.equal(h.current('/admin/orders', '/admin'), null)
  t.equal(h.current('/admin/orders-old', '/admin/orders'), null)
})

t.test('initials stand for a person', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  t.equal(h.initials('Josephine van den Bergh'), 'JB')
  t.equal(h.initials('Élodie'), 'É')
  t.equal(h.initials('  '), '')
})

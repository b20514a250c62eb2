// View helpers: assets, icons, badges and navigation by role.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load } from 'cheerio'
import t from 'tap'
import type { Permission } from '../../../src/schemas/access/permissions.ts'
import { ORDER_STATUSES, PAYMENT_STATUSES } from '../../../src/schemas/orders/status.ts'
import type { IconName } from '../../../src/views/helpers/icons.ts'
import { createViewHelpers } from '../../../src/views/helpers/index.ts'

async function builtProject(dir: string): Promise<string> {
  const build = join(dir, 'public/build')
  await mkdir(build, { recursive: true })
  const manifest = { 'app.css': 'app-1.css', 'icons.svg': 'icons-2.svg' }
  await writeFile(join(build, 'manifest.json'), JSON.stringify(manifest))
  return dir
}

t.test('helpers give URLs of assets and icons, and throw for unknown ones', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))

  t.equal(h.asset('app.css'), '/assets/app-1.css')
  t.throws(() => h.asset('other.css'), /no built asset "other.css"/)

  t.match(h.icon('plus'), /^<svg class="icon" .*href="\/assets\/icons-2.svg#plus"/)
  t.match(h.icon('plus', 'lead'), /class="icon lead"/)
  t.throws(() => h.icon('unicorn' as IconName), /src\/views\/helpers\/icons.ts/)
})

t.test('missing assets are named in the error', async (t) => {
  t.throws(() => createViewHelpers(t.testdir()), /npm run build/)
})

t.test('every status has a label, an icon and a tone', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  t.same(Object.keys(h.orderStatus).sort(), [...ORDER_STATUSES].sort())
  t.same(Object.keys(h.paymentStatus).sort(), [...PAYMENT_STATUSES].sort())
  for (const { icon, label } of Object.values({ ...h.orderStatus, ...h.paymentStatus })) {
    t.ok(h.icon(icon) && label)
  }
})

t.test('a badge is a word beside its icon, with escaped text', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  const badge = load(h.badge({ label: '<b>"Tom" & \'Jerry\'</b>', icon: 'check', tone: 'info' }))
  t.equal(badge('.badge.badge-info').text(), '<b>"Tom" & \'Jerry\'</b>')
  t.equal(badge('.badge > svg[aria-hidden=true] + *').length, 0)
  t.match(h.orderStatusBadge.in_progress, /badge-info.*#scissors.*In progress/)
})

t.test('a due date shows its time apart, and the day unless the text has it already', async (t) => {
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
  t.same(shown('', '', ''), { words: ['No due date'], beside: '' })
})

t.test('the navigation has the pages that the permissions open', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  const labels = (...permissions: Permission[]) => h.places(permissions).map((place) => place.label)
  t.same(labels('users.read', 'customers.read'), ['Customers', 'Users'])
  t.same(labels('orders.move'), [])
})

t.test('the current page is marked in the navigation', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  t.equal(h.current('/admin/orders', '/admin/orders'), 'page')
  t.equal(h.current('/admin/orders/7', '/admin/orders'), 'true')
  t.equal(h.current('/admin/orders', '/admin'), null)
  t.equal(h.current('/admin/orders-old', '/admin/orders'), null)
})

t.test('initials abbreviate a name', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  t.equal(h.initials('Josephine van den Bergh'), 'JB')
  t.equal(h.initials('Élodie'), 'É')
  t.equal(h.initials('  '), '')
  // Whole graphemes: an accent, a vowel sign or half an emoji never stands alone.
  t.equal(h.initials('E\u0301lodie'), 'E\u0301')
  t.equal(h.initials('कीर्ति शर्मा'), 'कीश')
  t.equal(h.initials('𠮷田 太郎'), '𠮷太')
  t.equal(h.initials('김철수'.normalize('NFD')), '김'.normalize('NFD'))
  t.equal(h.initials('👩‍🧵 Ada'), '👩‍🧵A')
  t.equal(h.initials('ilse'), 'I')
})

t.test('a phone number is converted to the digits that are dialled', async (t) => {
  const h = createViewHelpers(await builtProject(t.testdir()))
  for (const [written, dialled] of [
    ['020 7946 0018', '02079460018'],
    ['+44 20 7946-0018', '+442079460018'],
    ['+44 (0)20 7946 0018', '+442079460018'],
    ['(+44) 20 7946 0018', '+442079460018'],
    ['0044 20 7946 0018', '+442079460018'],
  ] as const) {
    t.equal(h.dialled(written), dialled, written)
  }
})

// Pages in the text browser lynx, without stylesheets and scripts, like in a terminal or on a braille display.
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { browser, build, program, signedIn } from '../support/app.ts'
import { addOrder } from '../support/shop/factories.ts'

const skip =
  spawnSync('lynx', ['-version']).error && 'There is no lynx here (Debian: apt-get install lynx).'
const app = await build(t)
const owner = await signedIn(app)

/** Text that lynx shows, on one line. */
function shown(html: string): string {
  const { stdout, status } = spawnSync('lynx', ['-stdin', '-dump', '-nolist', '-width=200'], {
    input: html,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`lynx ended with ${status}`)
  return stdout.replaceAll(/_{3,}/g, '___').replaceAll(/\s+/g, ' ').trim()
}

const read = async (url: string, who = owner) => shown((await who.get(url)).response.body)

t.test('the sign-in page is readable', { skip }, async (t) => {
  const page = await read('/auth/login', browser(app))
  t.match(
    page,
    'Sign in E-mail ___ Password ___ (BUTTON) Sign in On a tablet of the shop? Use a PIN New here? Create an account',
  )
})

t.test('the dashboard and the list keep words and numbers apart', { skip }, async (t) => {
  await addOrder(await program(app))
  t.match(await read('/admin'), /Pending 1 In progress 0 Ready 0/)
  t.match(await read('/admin/orders'), 'Search orders ___ (BUTTON) Apply')
  t.match(await read('/admin/orders'), '1 order')
})

t.test(
  'each field of the order form is beside its label, and each button named',
  { skip },
  async (t) => {
    const page = await read('/admin/orders/new')
    t.match(page, 'Find by name or phone ___')
    t.match(page, 'New customer Name ___ Phone number ___')
    t.match(
      page,
      /Item ___ Note ___ Quantity \(BUTTON\) One fewer 1___ \(BUTTON\) One more Price each ___/,
    )
    t.match(page, 'Remove this item')
    t.match(page, '(BUTTON) Save order Cancel')
    t.notMatch(
      page,
      /__index__|Not sent|\(BUTTON\) \(BUTTON\)/,
      'nothing that the script adds later',
    )
    t.notMatch(page, /\[[\w-]+\.svg\]|#plus/, 'no noise of icons')
  },
)

// Tests of the page checks: each fault is put into a good page once, and must be found.
import { load } from 'cheerio'
import t from 'tap'
import { browser, build, type Page } from './app.ts'
import { faultsOf } from './page-faults.ts'

const app = await build(t)
const good = (await browser(app).get('/auth/login')).response.body

/** The sign-in page with one fault. */
function spoiled(from: string | RegExp, to: string): Page {
  const body = good.replace(from, to)
  if (body === good) throw new Error(`The sign-in page has no ${from}`)
  return { $: load(body), response: { body } } as Page
}

t.test('a good page has no faults', async (t) => {
  t.strictSame(faultsOf({ $: load(good), response: { body: good } } as Page), [])
})

const END = '</main>'
const SPOILED: [string, RegExp, Page][] = [
  ['a second h1', /2 h1/, spoiled(END, `<h1>Sign in</h1>${END}`)],
  [
    'a title without the shop',
    /The title is/,
    spoiled(/<title>.*<\/title>/, '<title>Sign in</title>'),
  ],
  ['no language', /No language/, spoiled('lang="en"', 'lang="de"')],
  ['an id twice', /Twice the id f-email/, spoiled(END, `<p id="f-email">x</p>${END}`)],
  ['an inline style', /Inline style/, spoiled(END, `<p style="color:red">x</p>${END}`)],
  ['a script in the page', /Inline style or script/, spoiled(END, `<script>1</script>${END}`)],
  [
    'a handler in an attribute',
    /Inline handlers: onclick/,
    spoiled(END, `<p onclick="x()">x</p>${END}`),
  ],
  ['htmx without data-', /without data-.*hx-get/, spoiled(END, `<p hx-get="/x">x</p>${END}`)],
  [
    'a label without its field',
    /A label without its field/,
    spoiled('for="f-email"', 'for="f-nobody"'),
  ],
  [
    'a field without a label',
    /A field without a label: code/,
    spoiled(END, `<input name="code">${END}`),
  ],
  ['a link to nowhere', /leads to no #nowhere/, spoiled(END, `<a href="#nowhere">x</a>${END}`)],
  ['undefined in words', /It says "undefined"/, spoiled(END, `<p>undefined</p>${END}`)],
  [
    'undefined in an attribute',
    /An attribute says/,
    spoiled(END, `<a href="/undefined">x</a>${END}`),
  ],
  [
    'HTML that is not valid',
    /element-permitted-content|close-order/,
    spoiled(END, `<p><div>x</div></p>${END}`),
  ],
  ['a page too heavy', /bytes gzipped/, spoiled(END, `<p>${noise(40_000)}</p>${END}`)],
]

/** Random letters, which compress badly. */
function noise(length: number): string {
  let seed = 1
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return String.fromCharCode(97 + (seed % 26))
  }
  return Array.from({ length }, next).join('')
}

for (const [what, fault, page] of SPOILED) {
  t.test(`it finds ${what}`, async (t) => {
    t.match(faultsOf(page).join('\n'), fault)
  })
}

// How templates are put together: a part is found beside the one that wants it, and knows what it was given.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { strictContext } from '../../src/views/strict-context.ts'
import { templatesOf } from '../../src/views/templates.ts'

const helpers = { shout: (word: string) => word.toUpperCase() }
const OPTIONS = { helpers, strict: null, reload: false }

const FILES = {
  'layouts/page.eta': '<main lang="<%= it.lang %>"><%~ it.body %></main>',
  'orders/index.eta':
    "<% layout('/layouts/page', it) %>\n<% for (const name of it.names) { %>\n<%~ include('./_row', { name }) %>\n<% } %>",
  'orders/_row.eta':
    '<b title=\'"\\\'><%= h.shout(it.name) %></b><%= it.lang ?? "" %><%~ it.count %>',
  'orders/row.swap.eta': "<%~ include('/orders/_row', it) %>",
  'orders/broken.eta': '<% if ( %>',
}

/** A folder of templates; `write` changes one. */
function folderOf(t: Test) {
  const folder = t.testdir()
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [path, text] of Object.entries(FILES)) write(path, text)
  return { folder, write }
}

t.test('a part gets what it is given, and nothing else', async (t) => {
  const render = templatesOf(folderOf(t).folder, OPTIONS)
  const page = render('/orders/index', { lang: 'en', names: ['Nour', '<Ines>'] })
  t.match(page, '<main lang="en">')
  t.match(page, `<b title='"\\'>NOUR</b>undefined`)
  t.match(page, '&lt;INES&gt;')
  t.equal(render('/orders/row.swap.eta', { name: 'a', count: 2, lang: 'fr' }).slice(-3), 'fr2')
})

t.test('where contexts are strict, so are those of parts', async (t) => {
  const strict = (it: object) => strictContext(it, 'A template')
  const render = templatesOf(folderOf(t).folder, { ...OPTIONS, strict })
  const page = () => render('/orders/index', { lang: 'en', names: ['Nour'] })
  t.throws(page, { message: 'A template reads "lang", which was not given' })
})

t.test('a template that is no JavaScript is named', async (t) => {
  const render = templatesOf(folderOf(t).folder, OPTIONS)
  t.throws(() => render('/orders/broken', {}), { message: /^\/orders\/broken\.eta: / })
})

t.test('templates are read again where they are worked on', async (t) => {
  const { folder, write } = folderOf(t)
  const fresh = templatesOf(folder, { ...OPTIONS, reload: true })
  const kept = templatesOf(folder, OPTIONS)
  const names = { name: 'a', count: 1 }
  for (const render of [fresh, kept]) render('/orders/row.swap.eta', names)
  write('orders/_row.eta', 'other')
  t.equal(fresh('/orders/row.swap.eta', names), 'other')
  t.match(kept('/orders/row.swap.eta', names), 'A</b>')
})

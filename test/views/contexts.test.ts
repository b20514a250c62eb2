// Template contexts: one type for each rendered template, and no others.

import type { FastifyReply } from 'fastify'
import t from 'tap'
import { ROOT } from '../../src/lib/root.ts'
import { readSourceTree } from '../support/layers/source-tree.ts'

const { files } = readSourceTree(ROOT)
const textsOf = (place: RegExp) =>
  [...files].flatMap(([file, text]) => (place.test(file) ? [text] : []))

const templates = [...files.keys()].flatMap(
  (file) => /^src\/views\/(.+)\.eta$/.exec(file)?.[1] ?? [],
)

/** Keys of the map: quoted names with a slash, before a colon. */
const described = textsOf(/^src\/views\/contexts\//)
  .flatMap((text) => [...text.matchAll(/^ {2}'([\w/.-]+)': /gm)])
  .map(([, name = '']) => name)

const isPage = (name: string) =>
  !/(^|\/)_[^/]*$/.test(name) && !name.endsWith('.swap') && !name.startsWith('layouts/')

t.test('each described template is a file', async (t) => {
  t.ok(described.length > 50, 'contexts were found')
  t.strictSame(
    described.filter((name) => !templates.includes(name)),
    [],
  )
  t.equal(new Set(described).size, described.length, 'none is described twice')
})

t.test('each page, and each fragment that a route names, is described', async (t) => {
  const sources = textsOf(/^src\/(routes|plugins)\//).join('\n')
  const isNamed = (name: string) => sources.includes(`'${name}'`)
  const rendered = templates.filter((name) => isPage(name) || isNamed(name))
  t.strictSame(rendered.filter((name) => !described.includes(name)).sort(), [])
})

/** Compiled, never called: the compiler has to refuse each call. */
export function wrongCalls(reply: FastifyReply) {
  const order = { title: 'Order 1' }
  // @ts-expect-error no template has this name
  void reply.page('orders/shown', order)
  // @ts-expect-error the context lacks keys that the template reads
  void reply.page('orders/own/show', order)
  // @ts-expect-error a key has another type
  void reply.page('site/design/index', { title: 'Design', marks: 1 })
  // @ts-expect-error the template reads no such key
  void reply.page('site/design/index', { title: 'Design', marks: '', colour: 'red' })
  // @ts-expect-error a page without its title
  void reply.page('storefront/home/closed', {})
  // @ts-expect-error the page's context has not what this fragment reads
  void reply.page('storefront/home/closed', { title: 'Welcome' }, 'shared/_toast')
  void reply.page('storefront/home/closed', { title: 'Welcome' })
}

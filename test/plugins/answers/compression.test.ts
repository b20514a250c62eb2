// Response compression: encodings that the browser accepts, with the same content.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { build, signedIn } from '../../support/app.ts'

const app = await build(t)
const tablet = await signedIn(app)

const ask = async (encodings: string, url = '/admin/design') => {
  const { response } = await tablet.get(url, { 'accept-encoding': encodings })
  return response
}
/** The page without its CSRF tokens, which differ each time. */
const steady = (html: string) => html.replace(/value="[\w.-]{20,}"/g, '')

t.test('a page is the same in every encoding, and smaller', async (t) => {
  const plain = await ask('identity')
  const [br, gzip] = [await ask('gzip, deflate, br'), await ask('gzip')]
  t.equal(plain.headers['content-encoding'], undefined)
  t.equal(br.headers['content-encoding'], 'br')
  t.equal(gzip.headers['content-encoding'], 'gzip')
  t.equal(steady(String(brotliDecompressSync(br.rawPayload))), steady(plain.body))
  t.equal(steady(String(gunzipSync(gzip.rawPayload))), steady(plain.body))
  t.ok(br.rawPayload.length < plain.rawPayload.length / 4)
  for (const { headers, rawPayload } of [plain, br, gzip]) {
    t.match(headers.vary, /accept-encoding/)
    t.equal(Number(headers['content-length'] ?? rawPayload.length), rawPayload.length)
  }
})

t.test('characters of every script are sent unchanged', async (t) => {
  const name = `Søren, Łucja, عائشة, 美智子, 🧵${'ẑ'.repeat(80)}`
  const form = { name, phoneNumber: '020 7946 0555' }
  const { response } = await tablet.post('/admin/customers', form)
  t.equal(response.statusCode, 303)
  const page = response.headers.location ?? ''
  const bodies = [
    (await ask('identity', page)).rawPayload,
    brotliDecompressSync((await ask('br', page)).rawPayload),
  ]
  for (const body of bodies) t.ok(body.toString().includes(`<h1>${name}</h1>`))
})

t.test('an encoding that the browser refuses is not used', async (t) => {
  t.equal((await ask('br;q=0, gzip')).headers['content-encoding'], 'gzip')
  t.equal((await ask('br;q=0, gzip;q=0')).headers['content-encoding'], undefined)
})

t.test('small and already compressed responses are not compressed', async (t) => {
  t.equal((await ask('br', '/api/users/me')).headers['content-encoding'], undefined)
  t.equal((await ask('br', '/admin/orders/999')).statusCode, 404)
})

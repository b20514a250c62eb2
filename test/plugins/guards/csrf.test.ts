// CSRF protection: forms are accepted only from our own pages, in the same session.
import t from 'tap'
import { browser, build, OWNER, signedIn } from '../../support/app.ts'

const { email, password } = OWNER
const SIGN_IN = { email, password }

const app = await build(t)

t.test('a form without its token is refused, with words for people', async (t) => {
  const visitor = browser(app)
  const withoutCookie = await visitor.post('/auth/login', SIGN_IN)
  t.equal(withoutCookie.status, 403)

  await visitor.get('/auth/login')
  for (const _csrf of ['', 'made-up', 'made-up-too']) {
    const refused = await visitor.post('/auth/login', { ...SIGN_IN, _csrf })
    t.equal(refused.status, 403)
    t.match(
      refused.$('main').text(),
      'This page was open too long. Go back, reload it and try again.',
    )
  }
  await visitor.get('/auth/login')
  t.equal((await visitor.post('/auth/login', SIGN_IN)).status, 303, 'with it the form is accepted')
})

t.test('the token of a visitor, or of another session, is invalid', async (t) => {
  const visitor = browser(app)
  const ofVisitor = String((await visitor.get('/auth/login')).$('input[name=_csrf]').val())
  await visitor.post('/auth/login', SIGN_IN)
  const stale = await visitor.post('/profile', { fullName: 'Mallory', _csrf: ofVisitor })
  t.equal(stale.status, 403, 'from before signing in')

  const mallory = await signedIn(app)
  const victim = await signedIn(app)
  // A sibling host can set its own cookie beside the victim's session.
  victim.cookies.set('csrf', mallory.cookies.get('csrf') ?? '')
  const hers = String((await mallory.get('/profile')).$('input[name=_csrf]').val())
  const planted = await victim.post('/profile', { fullName: 'Mallory', _csrf: hers })
  t.equal(planted.status, 403)
})

t.test('a cross-site request is refused, even with a valid token', async (t) => {
  const visitor = browser(app)
  await visitor.get('/auth/login')
  const refused: Record<string, string>[] = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: 'https://localhost.evil.test' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of refused) {
    const { status } = await visitor.post('/auth/login', { ...SIGN_IN, password: 'x' }, headers)
    t.equal(status, 403, JSON.stringify(headers))
    await visitor.get('/auth/login')
  }
})

t.test('our own pages are recognized, also behind a proxy with https', async (t) => {
  const app = await build(t, { PUBLIC_URL: 'https://shop.test' })
  const accepted: Record<string, string>[] = [
    {},
    { origin: 'http://localhost' },
    { origin: 'https://localhost', host: 'localhost' },
    { origin: 'https://shop.test', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ]
  for (const headers of accepted) {
    const visitor = browser(app)
    await visitor.get('/auth/login')
    const { status } = await visitor.post('/auth/login', SIGN_IN, headers)
    t.equal(status, 303, JSON.stringify(headers))
  }
})

const BOUNDARY = 'xxtapexx'
const field = (name: string, value: string) =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

t.test('an upload has its token in the first field, a script in a header', async (t) => {
  const owner = await signedIn(app)
  const token = String((await owner.get('/profile')).$('input[name=_csrf]').val())
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const upload = (
    fields: string,
    query = '',
    headers: object = {},
    path = '/admin/orders/99/images',
  ) =>
    app.inject({
      method: 'POST',
      url: `${path}${query}`,
      headers: { cookie, 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
      payload: `${fields}--${BOUNDARY}--\r\n`,
    })
  const first = field('_csrf', token)
  const other = field('idempotencyKey', 'a')
  const inAddress = `?_csrf=${encodeURIComponent(token)}`
  t.equal((await upload(field('_csrf', 'made-up'))).statusCode, 403)
  t.equal((await upload(other + first)).statusCode, 403, 'later is too late')
  t.equal((await upload(other, inAddress)).statusCode, 403, 'the address is no place for it')
  t.not((await upload(first)).statusCode, 403)
  t.not((await upload(other, '', { 'x-csrf-token': token })).statusCode, 403)
  const elsewhere = await upload(first, '', {}, '/profile')
  t.equal(elsewhere.statusCode, 415, 'where no files are taken, none are read')

  const form = await owner.post(`/profile?_csrf=${token}`, { fullName: 'Ines', _csrf: '' })
  t.equal(form.status, 403, 'a form does not get it from the address')
})

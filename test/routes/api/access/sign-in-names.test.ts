// Aliases of sign-up and sign-in: JSON clients and pages share addresses.
import t from 'tap'
import { openShop, refused } from '../../../support/api.ts'
import { browser } from '../../../support/app.ts'

const PASSWORD = 'velvet-hem-and-seven-buttons'

t.test("a JSON body to the page's address is an API request", async (t) => {
  const { app } = await openShop(t)
  const send = (url: string, payload: object) => app.inject({ method: 'POST', url, payload })
  let people = 0
  for (const [register, login] of [
    ['/auth/register', '/auth/login'],
    ['/api/auth/register', '/api/auth/login'],
    ['/api/users/register', '/api/users/login'],
  ] as const) {
    people += 1
    const email = `amina${people}@example.com`
    const name = people === 2 ? { fullName: 'Amina Bello' } : { name: 'Amina Bello' }
    const registration = await send(register, { email, password: PASSWORD, ...name })
    t.equal(registration.statusCode, 201, registration.body)
    t.equal(registration.json().fullName, 'Amina Bello')
    const session = await send(login, { email, password: PASSWORD })
    t.match(session.json(), { tokenType: 'Bearer', user: { email } }, login)
    t.notOk(session.headers['set-cookie'], 'no cookie')
    refused(t, await send(login, { email, password: 'wrong' }), 401, 'sign_in_failed', login)
    refused(t, await send(login, { email, pass: 'x' }), 422, 'invalid_input', login)
  }
  const two = { email: 'zoe@example.com', password: PASSWORD, name: 'Zoë', fullName: 'Zoe' }
  refused(t, await send('/api/auth/register', two), 422, 'invalid_input')
})

t.test('a form to this address is still the page, with its token', async (t) => {
  const { app } = await openShop(t)
  const visitor = browser(app)
  const bare = await visitor.post('/auth/login', { email: 'a@b.example', password: 'x' })
  t.equal(bare.status, 403)
  await visitor.get('/auth/login')
  const page = await visitor.post('/auth/login', { email: 'a@b.example', password: 'x' })
  t.equal(page.status, 422)
  t.match(page.$('h1').text(), /Sign in/)
})

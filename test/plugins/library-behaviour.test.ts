// Library behaviour that we rely on beyond its documentation: fails when a new version changes it.

import fastifyCookie from '@fastify/cookie'
import csrfProtection from '@fastify/csrf-protection'
import { Eta } from 'eta'
import fastify from 'fastify'
import t from 'tap'
import { cacheTemplatePaths } from '../../src/plugins/answers/eta-paths.ts'
import { checkCsrfToken } from '../../src/plugins/guards/csrf-check.ts'
import { helmetHeaders } from '../../src/plugins/guards/helmet-headers.ts'

t.test(
  '@fastify/csrf-protection reports a wrong token by `send`, and continues with a right one',
  async (t) => {
    const app = fastify()
    t.teardown(() => app.close())
    await app.register(fastifyCookie)
    await app.register(csrfProtection, {
      csrfOpts: { hmacKey: 'a key of a test', userInfo: true },
      getUserInfo: () => 'visitor',
    })
    app.get('/token', (_request, reply) => ({ token: reply.generateCsrf({ userInfo: 'visitor' }) }))
    const answers: boolean[] = []
    app.post('/check', (request, reply) => {
      checkCsrfToken(app, request, reply, (isRight) => {
        answers.push(isRight)
        reply.send({ isRight })
      })
    })
    const given = await app.inject('/token')
    const { token } = given.json()
    const cookies = Object.fromEntries(given.cookies.map(({ name, value }) => [name, value]))
    const check = (csrfToken: string) =>
      app.inject({ method: 'POST', url: '/check', cookies, headers: { 'csrf-token': csrfToken } })
    t.same((await check(token)).json(), { isRight: true })
    t.same((await check(`${token}x`)).json(), { isRight: false })
    t.same((await app.inject({ method: 'POST', url: '/check' })).json(), { isRight: false })
    t.same(answers, [true, false, false], 'each check is answered once')
  },
)

t.test('helmet sets its headers before it continues, for any request', async (t) => {
  const headers = helmetHeaders({
    contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'self'"] } },
    referrerPolicy: { policy: 'same-origin' },
  })
  t.match(headers, {
    'content-security-policy': "default-src 'self'",
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
})

t.test(
  'Eta asks `resolvePath` for the file of a partial, and the result depends on its two arguments only',
  async (t) => {
    const folder = t.testdir({
      'list.eta': "<% for (const name of it.names) { %><%~ include('./row', { name }) %><% } %>",
      'row.eta': '[<%= it.name %>]',
      deeper: {
        'list.eta': "<%~ include('./row', { name: 'deep' }) %>",
        'row.eta': '{<%= it.name %>}',
      },
    })
    const eta = new Eta({ views: folder })
    let calls = 0
    const resolve = eta.resolvePath?.bind(eta)
    eta.resolvePath = (template, options) => {
      calls += 1
      return resolve?.(template, options) ?? ''
    }
    cacheTemplatePaths(eta)
    t.equal(eta.render('/list', { names: ['hem', 'cuff', 'seam'] }), '[hem][cuff][seam]')
    const first = calls
    t.ok(first >= 1, 'it is asked')
    t.equal(
      eta.render('/list', { names: ['hem', 'cuff', 'seam', 'yoke'] }),
      '[hem][cuff][seam][yoke]',
    )
    t.equal(calls, first, 'each part once')
    t.equal(eta.render('/deeper/list', {}), '{deep}', 'the same name means another file elsewhere')
  },
)

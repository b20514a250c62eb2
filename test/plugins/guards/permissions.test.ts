// Permissions: declared on each route, refused by default.
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { buildApp } from '../../../src/app.ts'
import { openDatabase } from '../../../src/db/open.ts'
import permissions, { declarePermission } from '../../../src/plugins/guards/permissions.ts'
import { account, browser, build, program, signedIn, testConfig } from '../../support/app.ts'

const app = await build(t)

async function unstarted(t: Test) {
  const config = await testConfig(t)
  const app = await buildApp({ config, db: await openDatabase(config) })
  t.teardown(() => app.close())
  return app
}

t.test('a route without a permission prevents the start', async (t) => {
  const app = await unstarted(t)
  app.get('/admin/forgotten', async () => 'everybody reads this')
  app.post('/admin/also-forgotten', async () => 'and this')
  const message =
    /without config\.permission: .*GET \/admin\/forgotten.*POST \/admin\/also-forgotten/
  await t.rejects(async () => app.ready(), message)
})

t.test('routes of third-party plugins get their permission from their scope', async (t) => {
  const app = Fastify()
  app.register(Object.assign(async () => {}, { [Symbol.for('plugin-meta')]: { name: 'session' } }))
  app.decorateRequest('viewer', null)
  await app.register(permissions)
  await app.register(async (scope) => {
    scope.addHook('onRoute', declarePermission('public'))
    scope.get('/theirs', async () => 'open')
    scope.get('/closed', { config: { permission: 'users.read' } }, async () => 'for the owner')
  })
  t.equal((await app.inject('/theirs')).body, 'open')
  t.not((await app.inject('/closed')).body, 'for the owner', 'what a route says itself counts')
  await app.close()
})

t.test('each role is allowed its own routes only', async (t) => {
  const staff = await signedIn(app, await account(app, 'staff'))
  const customer = await signedIn(app, await account(app, 'customer'))
  const owner = await signedIn(app)

  t.equal((await owner.get('/admin')).status, 200, 'the owner may what staff may')
  t.equal((await owner.get('/admin/users')).status, 200)
  t.equal((await staff.get('/admin')).status, 200)
  const refused = await staff.get('/admin/users')
  t.equal(refused.status, 403)
  t.match(refused.$('main').text(), 'See accounts')
  t.equal((await customer.get('/admin')).status, 403)
  t.equal((await customer.get('/orders')).status, 200)
})

t.test('visitors are asked to sign in, on pages and by the API', async (t) => {
  const page = await browser(app).get('/admin/orders?status=ready')
  t.equal(page.location, `/auth/login?next=${encodeURIComponent('/admin/orders?status=ready')}`)

  const read = await app.inject('/api/users')
  t.equal(read.statusCode, 401)
  t.equal(read.json().code, 'sign_in_required')
  t.match(read.headers['www-authenticate'], /^Bearer/)

  const write = await app.inject({ method: 'POST', url: '/api/users', payload: {} })
  t.equal(write.json().code, 'bearer_required')
})

t.test('HEAD has the same guard as GET', async (t) => {
  const url = '/api/users'
  t.equal((await app.inject({ method: 'HEAD', url })).statusCode, 401)
  const owner = await program(app)
  t.equal((await owner.send({ method: 'HEAD', url })).statusCode, 200)
})

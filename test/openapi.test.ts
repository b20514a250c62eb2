// The OpenAPI document says what is there, all of it, and its examples work.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Operation } from '../src/plugins/openapi-answers.ts'
import { CODES } from '../src/plugins/openapi-guide.ts'
import { customerProgram, openShop, type Shop } from './api.ts'
import { documentOf } from './documented.ts'
import { account, program } from './helper.ts'
import { twoHalves } from './services/photo-files.ts'

const shop = await openShop(t)
const { app, owner } = shop
const document = documentOf(app)

interface Found {
  path: string
  method: string
  operation: Operation & {
    summary?: string
    description?: string
    tags?: string[]
    security?: object[]
    'x-roles'?: string[]
  }
}

const operations: Found[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

t.test('every route of the API is in it, and nothing else', async (t) => {
  const served = [...app.routeTable]
    .filter(([url]) => /^\/api\/(?!docs|openapi\.json)/.test(url))
    .flatMap(([url, { methods }]) =>
      [...methods]
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${url.replace(/:(\w+)/g, '{$1}').replace(/\/$/, '')}`),
    )
  const told = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`)
  t.strictSame(told.sort(), [...new Set(served)].sort())
  const answer = await app.inject('/api/openapi.json')
  t.strictSame(answer.json(), JSON.parse(JSON.stringify(document)))
})

t.test('each operation has a name, a place, words, roles and an answer', async (t) => {
  const tags = (document as unknown as { tags: { name: string }[] }).tags.map(({ name }) => name)
  const names = operations.map(({ operation }) => operation.operationId)
  t.equal(new Set(names).size, names.length)
  for (const { operation } of operations) {
    const { operationId: name } = operation
    t.match(name, /^[a-z]\w+$/)
    t.ok(operation.tags?.every((tag) => tags.includes(tag)) && operation.tags.length === 1, name)
    t.match(operation.summary, /^[A-Z].+[^.]$/, name)
    t.match(operation.description, /\w/, name)
    t.ok(operation['x-roles']?.length, name)
    t.ok(
      Object.keys(operation.responses).some((status) => /^2/.test(status)),
      name,
    )
    for (const parameter of operation.parameters ?? []) {
      t.match(
        (parameter as { description?: string }).description,
        /\w/,
        `${name} ${parameter.name}`,
      )
    }
  }
})

t.test('who may call it is true', async (t) => {
  const callers = {
    admin: owner,
    staff: await program(app, await account(app, 'staff')),
    customer: await customerProgram(app),
  }
  for (const { path, method, operation } of operations) {
    const roles = operation['x-roles'] ?? []
    const url = path.replace('{token}', 'x'.repeat(22)).replace(/\{\w+\}/g, '999999')
    const request = { method: method.toUpperCase() as 'GET', url }
    const visitor = await app.inject(request)
    const isPublic = roles.includes('public')
    t.equal((operation.security?.length ?? 0) === 0, isPublic, `${method} ${path}`)
    if (isPublic) t.not(visitor.statusCode, 401, `${method} ${path}`)
    else t.equal(visitor.statusCode, 401, `${method} ${path}`)
    // A stream never ends, and who signs out is gone.
    if (isPublic || /stream|logout/.test(path)) continue
    for (const [role, caller] of Object.entries(callers)) {
      const { statusCode } = await caller.send(request)
      t.equal(statusCode === 403, !roles.includes(role), `${role}: ${method} ${path}`)
    }
  }
})

/** What the path of an operation, or its body, cannot know beforehand. */
interface Given {
  path?: Record<string, string | number>
  body?: object
  who?: Awaited<ReturnType<typeof program>>
}

const performed = new Set<string>()

/** Carries an operation out as the document says, with the example of its body. */
async function perform(
  t: Test,
  { app, owner }: Shop,
  name: string,
  { path = {}, body, who = owner }: Given = {},
) {
  const found = operations.find(({ operation }) => operation.operationId === name)
  if (!found) throw new Error(`There is no operation ${name}`)
  performed.add(name)
  const url = found.path.replace(/\{(\w+)\}/g, (_, key) => String(path[key] ?? 1))
  const payload =
    body ?? (found.operation.requestBody?.content['application/json']?.example as object)
  const request = { method: found.method.toUpperCase() as 'GET', url, payload }
  const answer = found.operation.responses['401']
    ? await who.send(request)
    : await app.inject(request)
  t.ok(
    answer.statusCode < 300,
    `${name} answers ${answer.statusCode}: ${answer.body.slice(0, 300)}`,
  )
  return answer
}

const run = async (t: Test, place: Shop, names: string, given: Given = {}) => {
  for (const name of names.split(' ')) await perform(t, place, name, given)
}

t.test('the examples of accounts work', async (t) => {
  await perform(t, shop, 'register')
  const session = (await perform(t, shop, 'login')).json()
  const { refreshToken } = (
    await perform(t, shop, 'refresh', { body: { refreshToken: session.refreshToken } })
  ).json()
  t.ok(refreshToken)
  const amina = { email: 'amina@example.com', password: 'velvet-hem-and-seven-buttons' }
  await perform(t, shop, 'logout', { who: await program(app, amina) })
  const { id } = (await perform(t, shop, 'createUser')).json()
  await run(t, shop, 'listUsers getUser updateUser deleteUser', { path: { id } })
  await run(t, shop, 'getOwnUser updateOwnUser getHealth')
  await run(t, await openShop(t), 'registerUser loginUser')
})

t.test('the examples of the order book work', async (t) => {
  await run(
    t,
    shop,
    'createCustomer listCustomers exportCustomers getCustomer updateCustomer listCustomerOrders deleteCustomer restoreCustomer',
  )
  await run(
    t,
    shop,
    'createEmployee listEmployees getEmployee updateEmployee getWorkload deleteEmployee restoreEmployee',
  )
  const { trackingToken } = (await perform(t, shop, 'createOrder')).json()
  await run(
    t,
    shop,
    'listOrders listOrdersAdmin exportOrders exportPayments getOrder updateOrder putOrderStatus patchOrderStatus createOrderPayment listOrderPayments listOrderEvents listOrderImages listEvents',
  )
  await perform(t, shop, 'reverseOrderPayment', { path: { paymentId: 1 } })
  await run(t, shop, 'listPayments getCashSheet listOwing')
  const { id: paymentId } = (await perform(t, shop, 'createOrderPayment')).json()
  t.ok(paymentId)
  const { data } = (await perform(t, shop, 'listOrderEvents')).json()
  await perform(t, shop, 'createUndo', { body: { eventId: data[0].id } })
  await perform(t, shop, 'trackOrder', { path: { token: trackingToken } })
  const form = new FormData()
  form.append('images', new File([await twoHalves(400, 300).jpeg().toBuffer()], 'front.jpg'))
  const body = new Response(form)
  const upload = await owner.send({
    method: 'POST',
    url: '/api/orders/1/images',
    payload: Buffer.from(await body.arrayBuffer()),
    headers: { 'content-type': body.headers.get('content-type') ?? '' },
  })
  t.equal(upload.statusCode, 201)
  performed.add('createOrderImages')
  for (const noun of ['Customers', 'Orders']) {
    const template = await perform(t, shop, `get${noun}ImportTemplate`)
    const url = `/api/${noun.toLowerCase()}/import/csv`
    const headers = { 'content-type': 'text/csv' }
    const answer = await owner.send({ method: 'POST', url, payload: template.body, headers })
    t.equal(answer.statusCode, 200, answer.body)
    performed.add(`import${noun}`)
  }
  await run(
    t,
    shop,
    'getOrderImage updateOrderImage deleteOrderImage renewTrackingLink revokeTrackingLink checkIntegrity deleteOrder restoreOrder',
  )
  await run(t, shop, 'getPaymentRules updatePaymentRules')
})

t.test('every operation with a body was among them', async (t) => {
  const left = operations
    .filter(({ operation }) => operation.requestBody && !performed.has(operation.operationId))
    .map(({ operation }) => operation.operationId)
  t.strictSame(left, [])
})

t.test('every code that a program can meet is listed', async (t) => {
  const root = new URL('../src', import.meta.url).pathname
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const source = files
    .filter((file) => file.endsWith('.ts') && !file.includes('pages'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
  const kinds =
    'unreadable|unauthenticated|forbidden|not_found|conflict|stale|too_large|unsupported|invalid|too_many|unavailable'
  const thrown = source.matchAll(new RegExp(`[([]\\s*'(?:${kinds})',\\s*'(\\w+)'`, 'g'))
  // Met on pages only: a form that was open too long, the settings of the shop; and a socket that speaks no HTTP.
  const pagesOnly = [
    'csrf_failed',
    'already_set_up',
    'broken_request',
    'no_logo',
    'currency_in_use',
  ]
  const codes = new Set(
    [...thrown].map((match) => match[1] ?? '').filter((code) => !pagesOnly.includes(code)),
  )
  t.ok(codes.size > 30, `${codes.size} codes`)
  const told = Object.values(CODES).flat()
  t.strictSame(
    [...codes].filter((code) => !told.includes(code)),
    [],
  )
  const dead = told.filter((code) => !codes.has(code) && !source.includes(`'${code}'`))
  t.strictSame(dead, [])
})

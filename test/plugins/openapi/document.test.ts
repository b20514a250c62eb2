// OpenAPI document: complete, equal to the routes, with descriptions.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { PROBLEM_CODES } from '../../../src/schemas/problems/codes.ts'
import { customerProgram, openShop } from '../../support/api.ts'
import { account, program } from '../../support/app.ts'
import { documentOf, operationsOf } from '../../support/documented.ts'
import { addMaker } from '../../support/makers.ts'
import { accountWithRole } from '../../support/roles.ts'

const shop = await openShop(t)
const { app, owner } = shop
const document = documentOf(app)
const operations = operationsOf(document)

t.test('the document has every route of the API, and no other', async (t) => {
  const served = [...app.routeTable]
    .filter(([url]) => /^\/(api\/(?!docs|openapi\.json)|healthz|metrics|graphql)/.test(url))
    .flatMap(([url, { methods }]) =>
      [...methods]
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${url.replace(/:(\w+)/g, '{$1}').replace(/\/$/, '')}`),
    )
  const documentedRoutes = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`)
  t.strictSame(documentedRoutes.sort(), [...new Set(served)].sort())
  const answer = await app.inject('/api/openapi.json')
  t.strictSame(answer.json(), JSON.parse(JSON.stringify(document)))
})

t.test('each operation has an id, a tag, a description, roles and a response', async (t) => {
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

interface Shape {
  $ref?: string
  description?: string
  properties?: Record<string, Shape>
  items?: Shape
  anyOf?: Shape[]
}

/** Paths of all fields without a description. */
function silent(shape: Shape, at: string): string[] {
  const fields = Object.entries(shape.properties ?? {})
  const here = fields
    .filter(([, { $ref, description, anyOf = [] }]) =>
      [$ref, description, ...anyOf.map((one) => one.description)].every((words) => !words),
    )
    .map(([name]) => `${at}.${name}`)
  const inner = [
    ...fields,
    ...[shape.items, ...(shape.anyOf ?? [])].map((one) => ['', one] as const),
  ]
  return [...here, ...inner.flatMap(([name, one]) => (one ? silent(one, `${at}.${name}`) : []))]
}

t.test('every field has a description', async (t) => {
  const { schemas } = document.components
  const undescribed = Object.entries(schemas).flatMap(([name, shape]) =>
    silent(shape as Shape, name),
  )
  t.strictSame(undescribed, [])
})

const newestEvent = async () =>
  (await app.db.get<{ id: number | null }>(sql`SELECT max(id) AS id FROM events`))?.id

t.test('the documented permissions are those that are enforced', async (t) => {
  const { data } = (await owner.get('/api/roles')).json()
  const roles = new Map<string, string[]>(
    data.map(({ given, permissions }: { given: string; permissions: string[] }) => [
      given,
      permissions,
    ]),
  )
  const { id: roleId } = data.find(({ given }: { given: string }) => given === 'manager')
  const { person: manager } = await accountWithRole(app, owner, roleId)
  const callers = {
    owner,
    manager: await program(app, manager),
    counter: await program(app, await account(app, 'staff')),
    maker: (await addMaker(app, owner)).maker,
    customer: await customerProgram(app),
  }
  for (const { path, method, operation } of operations) {
    const permission = operation['x-permission']
    const tiers = operation['x-roles'] ?? []
    const url = path.replace('{token}', 'x'.repeat(22)).replace(/\{\w+\}/g, '999999')
    const request = { method: method.toUpperCase() as 'GET', url }
    const visitor = await app.inject(request)
    const isPublic = tiers.includes('public')
    t.equal((operation.security?.length ?? 0) === 0, isPublic, `${method} ${path}`)
    t.equal(permission === undefined, isPublic, `${method} ${path}: x-permission`)
    if (isPublic) t.not(visitor.statusCode, 401, `${method} ${path}`)
    else t.equal(visitor.statusCode, 401, `${method} ${path}`)
    // A stream never ends, and sign-out would end the session.
    if (permission === undefined || /stream|logout/.test(path)) continue
    for (const [role, caller] of Object.entries(callers)) {
      const before = await newestEvent()
      const { statusCode } = await caller.send(request)
      const isOwn = permission === 'account' || (role === 'customer' && tiers.includes('customer'))
      const isAllowed = isOwn || roles.get(role)?.includes(permission)
      t.equal(statusCode !== 403, isAllowed, `${role}: ${method} ${path}`)
      if (!isAllowed) t.equal(await newestEvent(), before, 'and nothing has changed')
    }
  }
})

t.test('every error code of the API is documented', async (t) => {
  const root = new URL('../../../src', import.meta.url).pathname
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const source = files
    .filter((file) => file.endsWith('.ts') && !file.includes('pages'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
  const kinds =
    'unreadable|unauthenticated|forbidden|not_found|conflict|gone|stale|too_large|unsupported|invalid|too_many|unavailable'
  const thrown = source.matchAll(new RegExp(`[([]\\s*'(?:${kinds})',\\s*'(\\w+)'`, 'g'))
  // Codes of pages only (expired form, set-up), and of sockets that send no HTTP.
  const pagesOnly = ['csrf_failed', 'already_set_up', 'broken_request']
  const codes = new Set(
    [...thrown].map((match) => match[1] ?? '').filter((code) => !pagesOnly.includes(code)),
  )
  t.ok(codes.size > 30, `${codes.size} codes`)
  const knownCodes = Object.keys(PROBLEM_CODES)
  t.strictSame(
    [...codes].filter((code) => !knownCodes.includes(code)),
    [],
  )
  const dead = knownCodes.filter((code) => !codes.has(code) && !source.includes(`'${code}'`))
  t.strictSame(dead, [])
})

t.test('the `type` of a problem links to the page of its code', async (t) => {
  const { type, code, status } = (await owner.get('/api/orders?asOf=1')).json()
  t.equal(code, 'invalid_parameter')
  const { statusCode, body } = await app.inject(type)
  t.equal(statusCode, 200)
  t.match(body, new RegExp(`${status} Bad Request[^]*${code}[^]*not known here`))
  for (const name of Object.keys(PROBLEM_CODES)) {
    t.equal((await app.inject(`/problems/${name}`)).statusCode, 200, name)
  }
  t.equal((await app.inject('/problems/constructor')).statusCode, 404)
})

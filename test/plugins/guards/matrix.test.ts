// Every route and every role: who lacks its permission is refused and changes nothing, who has it is let through.
import t from 'tap'
import { identifier, sql } from '../../../src/db/sql.ts'
import {
  PERMISSION_LABELS,
  PERMISSIONS,
  type Permission,
  withRequired,
} from '../../../src/schemas/access/permissions.ts'
import { openShop } from '../../support/api.ts'
import { account, browser, OWNER, program, signedIn } from '../../support/app.ts'
import { documentOf, operationsOf } from '../../support/documented.ts'
import { accountWithRole } from '../../support/roles.ts'
import { addOrder } from '../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
await addOrder(owner)

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
interface Call {
  method: (typeof METHODS)[number]
  url: string
  permission: Permission
  isForCustomers: boolean
}

const declared = [...app.routeTable].flatMap(([path, { configs }]) =>
  METHODS.flatMap((method) => {
    const config = configs.get(method)
    const url = path.replace(/:\w+/g, '999999').replace('*', 'x')
    return config ? [{ path, method, url, ...config }] : []
  }),
)
const calls: Call[] = declared.flatMap(({ method, url, permission, alsoFor = [] }) =>
  permission === undefined || permission === 'public' || permission === 'account'
    ? []
    : [{ method, url, permission, isForCustomers: alsoFor.includes('customer') }],
)
const nameOf = ({ method, url }: Pick<Call, 'method' | 'url'>) => `${method} ${url}`
const isApi = ({ url }: Pick<Call, 'url'>) => url.startsWith('/api/')

type Who = Awaited<ReturnType<typeof account>>

/** Sends a call as a program or from a browser. @returns whether it was refused for want of the permission */
async function caller(who: Who) {
  const asProgram = await program(app, who)
  const visitor = await signedIn(app, who)
  await visitor.get('/profile')
  return async (call: Call): Promise<boolean> => {
    const { method, url, permission } = call
    if (isApi(call)) {
      const answer = await asProgram.send({ method, url, ...(method !== 'GET' && { payload: {} }) })
      return answer.statusCode === 403 && answer.json().permission === permission
    }
    const page = await (method === 'GET' ? visitor.get(url) : visitor.post(url))
    return page.status === 403 && page.$('main').text().includes(PERMISSION_LABELS[permission])
  }
}

/** What goes on by itself: when sessions were used, and on PostgreSQL the hash chain, which follows the events. */
const BY_ITSELF = ['sessions', 'event_chain']

/** All else that is stored. */
async function contents(): Promise<Map<string, string>> {
  const rows = await app.db.all<{ name: string }>(
    app.config.databaseUrl
      ? sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`
      : sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  )
  const names = rows.map(({ name }) => name).filter((name) => !BY_ITSELF.includes(name))
  const tables = new Map<string, string>()
  for (const name of names.sort()) {
    const all = await app.db.all(sql`SELECT * FROM ${identifier(name, names)}`)
    tables.set(name, JSON.stringify(all.map((row) => JSON.stringify(row)).sort()))
  }
  return tables
}

const changedSince = async (before: Map<string, string>) => {
  const after = await contents()
  return [...after.keys()].filter((name) => after.get(name) !== before.get(name))
}

// A stream never ends; key-scopes.test.ts and the events have theirs.
const ends = ({ url }: Pick<Call, 'url'>) => !url.endsWith('/stream')

async function matrix(t: Tap, who: Who, mayCall: (call: Call) => boolean, among = calls) {
  const refuses = await caller(who)
  const before = await contents()
  const open: string[] = []
  for (const call of among.filter((one) => !mayCall(one) && ends(one))) {
    if (!(await refuses(call))) open.push(nameOf(call))
  }
  t.strictSame(open, [], 'refused')
  t.strictSame(await changedSince(before), [], 'what was refused has changed nothing')
  const closed: string[] = []
  for (const call of among.filter((one) => mayCall(one) && ends(one))) {
    if (await refuses(call)) closed.push(nameOf(call))
  }
  t.strictSame(closed, [], 'let through')
}

type Tap = Pick<typeof t, 'strictSame'>

interface Role {
  id: number
  name: string
  tier: string
  permissions: Permission[]
}
const roles = (await owner.get('/api/roles')).json().data as Role[]

for (const { id, name, tier, permissions } of roles) {
  t.test(`${name} at every route`, async (t) => {
    const isOwner = tier === 'admin'
    const who = isOwner
      ? OWNER
      : tier === 'customer'
        ? await account(app, 'customer')
        : (await accountWithRole(app, owner, id)).person
    await matrix(t, who, ({ permission, isForCustomers }) =>
      tier === 'customer' ? isForCustomers : isOwner || permissions.includes(permission),
    )
  })
}

t.test('everything but one permission, at the routes of that one', async (t) => {
  for (const missing of PERMISSIONS) {
    const permissions = PERMISSIONS.filter((one) => !withRequired([one]).includes(missing))
    const role = await owner.post('/api/roles', { name: `Without ${missing}`, permissions })
    const { person } = await accountWithRole(app, owner, role.json().id)
    const among = calls.filter(({ permission }) => permission === missing)
    if (among.length > 0) await matrix(t, person, () => false, among)
  }
})

t.test('a visitor is asked to sign in at every route that is not public', async (t) => {
  const before = await contents()
  const visitor = browser(app)
  await visitor.get('/auth/login')
  const open: string[] = []
  for (const one of declared) {
    const { method, url, permission } = one
    if (permission === undefined || permission === 'public') continue
    const page = await (isApi(one)
      ? visitor.send({ method, url, ...(method !== 'GET' && { payload: {} }) })
      : method === 'GET'
        ? visitor.get(url)
        : visitor.post(url))
    const isAsked = page.status === 401 || String(page.location).startsWith('/auth/login')
    if (!isAsked) open.push(`${nameOf(one)} answers ${page.status}`)
  }
  t.strictSame(open, [])
  t.strictSame(await changedSince(before), [])
})

t.test('the document names the permission of every operation', (t) => {
  const operations = operationsOf(documentOf(app))
  const documented = new Map(
    operations.map(({ path, method, operation }) => [
      `${method.toUpperCase()} ${path}`,
      operation['x-permission'] ?? 'public',
    ]),
  )
  let named = 0
  for (const { path, method, permission } of declared) {
    const inDocument = path.replace(/:(\w+)/g, '{$1}')
    const told = documented.get(`${method} ${inDocument}`)
    if (told === undefined) continue
    t.equal(told, permission, `${method} ${path}`)
    named += 1
  }
  t.equal(named, operations.length)
  t.end()
})

t.test('the matrix is not empty', async (t) => {
  t.ok(calls.length > 150, `${calls.length} calls`)
  t.ok(calls.some(isApi) && calls.some((one) => !isApi(one)))
  t.ok(roles.length >= 5)
})

// API keys at every operation of the API: exactly the scope that the document names opens it.
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { PERMISSIONS } from '../../../src/schemas/access/permissions.ts'
import { openShop } from '../../support/api.ts'
import type { Program } from '../../support/app.ts'
import { documentOf, operationsOf } from '../../support/documented.ts'
import { makeKey } from '../../support/keys.ts'

const { app, owner } = await openShop(t)
const operations = operationsOf(documentOf(app))

/** By permission: a key with all other scopes, and one with this alone. */
const without = new Map<string, Program>()
const only = new Map<string, Program>()
for (const permission of PERMISSIONS) {
  const others = PERMISSIONS.filter((one) => one !== permission)
  without.set(permission, (await makeKey(app, owner, { scopes: others })).caller)
  only.set(permission, (await makeKey(app, owner, { scopes: [permission] })).caller)
}
const everything = (await makeKey(app, owner, { scopes: PERMISSIONS })).caller
// Once, so that what follows does not write the use of a key.
for (const caller of [...without.values(), ...only.values(), everything]) {
  await caller.get('/api/health')
}

const newestEvent = async () =>
  (await app.db.get<{ id: number | null }>(sql`SELECT max(id) AS id FROM events`))?.id

const requestOf = ({ path, method }: { path: string; method: string }) => ({
  method: method.toUpperCase() as 'GET',
  url: path.replace('{token}', 'x'.repeat(22)).replace(/\{\w+\}/g, '999999'),
})

for (const found of operations) {
  const { path, method, operation } = found
  const permission = operation['x-permission']
  const request = requestOf(found)
  t.test(`${method.toUpperCase()} ${path}`, async (t) => {
    const before = await newestEvent()
    if (permission === undefined) {
      const { statusCode } = await everything.send(request)
      t.notOk([401, 403].includes(statusCode), `is open: ${statusCode}`)
      return
    }
    if (permission === 'account') {
      const answer = await everything.send(request)
      t.equal(answer.statusCode, 403)
      t.equal(answer.json().code, 'not_for_keys')
      t.equal(await newestEvent(), before, 'nothing has changed')
      return
    }
    const refused = await without.get(permission)?.send(request)
    t.equal(refused?.statusCode, 403, 'without its scope')
    const scope = `This key does not have the scope ${permission}.`
    t.match(refused?.json(), { code: 'forbidden', permission, detail: scope })
    t.equal(await newestEvent(), before, 'nothing has changed')
    // A stream never ends.
    if (path.endsWith('/stream')) return
    const answer = await only.get(permission)?.send(request)
    t.not(answer?.statusCode, 403, 'its scope alone opens it')
    t.ok((answer?.statusCode ?? 500) < 500)
  })
}

t.test('every scope of the list opens something', async (t) => {
  const named = new Set(operations.map(({ operation }) => operation['x-permission']))
  // Asked for by amounts and moves inside an operation, or by pages only.
  const inside = ['orders.override', 'payments.refund', 'history.read', 'imports.write']
  t.same(
    PERMISSIONS.filter((one) => !named.has(one) && !inside.includes(one)),
    [],
  )
})

// Query parameters of all API routes: unknown and contradictory ones are refused, and lists are accepted in both
// notations.
import t from 'tap'
import { openShop, refused, wrongFields } from '../../support/api.ts'
import { documentOf } from '../../support/documented.ts'
import { addCustomer, addEmployee, addOrder } from '../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const customer = await addCustomer(owner)
const employee = await addEmployee(owner)
await addOrder(owner, { customer: undefined, customerId: customer.id, employeeId: employee.id })
await addOrder(owner, { customer: undefined, customerId: customer.id })

const reads = [...app.routeTable]
  .filter(([url, { methods }]) => /^\/(api(?!\/docs)|healthz)/.test(url) && methods.has('GET'))
  .map(([url]) => url.replace(':token', 'x'.repeat(22)).replace(/:\w+/g, '1'))

t.test('an unknown parameter is 400, with the known ones', async (t) => {
  t.ok(reads.length > 30, `${reads.length} addresses`)
  for (const url of reads) {
    const answer = await owner.get(`${url}?asOf=1`)
    refused(t, answer, 400, 'invalid_parameter', url)
    t.strictSame(wrongFields(answer), { '/asOf': 'additionalProperties' }, url)
    t.match(answer.json().detail, /Allowed: \w+|No fields are allowed here/, url)
  }
})

const parameters = Object.entries(documentOf(app).paths).flatMap(([path, methods]) =>
  (methods.get?.parameters ?? []).map((parameter) => ({
    url: path.replace(/\{\w+\}/g, '1'),
    ...parameter,
  })),
)
const urlsWith = (name: string) =>
  parameters.filter((parameter) => parameter.name === name).map(({ url }) => url)

t.test('a range that ends before it begins is 422', async (t) => {
  for (const [first, last] of [
    ['from', 'to'],
    ['dueFrom', 'dueTo'],
  ] as const) {
    t.ok(urlsWith(first).length > 2)
    for (const url of urlsWith(first)) {
      const answer = await owner.get(`${url}?${first}=2026-03-02&${last}=2026-03-01`)
      refused(t, answer, 422, 'contradicting_parameters', url)
      t.same(wrongFields(answer), { [`/${first}`]: 'contradiction' })
      const oneDay = await owner.get(`${url}?${first}=2026-03-01&${last}=2026-03-01`)
      t.equal(oneDay.statusCode, 200, url)
    }
  }
  for (const url of urlsWith('page')) {
    if (!urlsWith('cursor').includes(url)) continue
    refused(t, await owner.get(`${url}?page=1&cursor=WyI`), 422, 'contradicting_parameters', url)
  }
})

interface List {
  type?: string
  items?: { enum?: string[] }
}

t.test('several values may repeat the name or be separated by commas', async (t) => {
  const lists = parameters.filter(({ schema }) => (schema as List)?.type === 'array')
  t.ok(lists.length > 8, `${lists.length} lists`)
  for (const { url, name, schema, explode } of lists) {
    const values = (schema as List).items?.enum ?? ['none', String(employee.id)]
    t.equal(explode, true, `${url} ${name}: as generated clients send a list`)
    const apart = await owner.get(`${url}?${values.map((value) => `${name}=${value}`).join('&')}`)
    const joined = await owner.get(`${url}?${name}=${values.join(',')}`)
    t.equal(apart.statusCode, 200, `${url} ${name} ${apart.body}`)
    t.equal(apart.body, joined.body, `${url} ${name}`)
    t.equal((await owner.get(`${url}?${name}=${values[0]}&${name}=gold`)).statusCode, 400)
  }
  const both = await owner.get(`/api/orders?employeeId=none&employeeId=${employee.id}`)
  t.equal(both.json().data.length, 2)
  t.equal((await owner.get('/api/orders?customerId=1&customerId=2')).statusCode, 400, 'not a list')
})

// Integers beyond JavaScript's exact range are refused wherever the document has an integer: rounding would make them
// another id.
import t from 'tap'
import type { Document } from '../../../src/plugins/openapi/answers.ts'
import { openShop } from '../../support/api.ts'
import { documentOf } from '../../support/documented.ts'
import { addOrder } from '../../support/shop/factories.ts'

const UNSAFE = [
  '9007199254740992',
  '9007199254740993',
  '9223372036854775808',
  '1e308',
  '-1e308',
  '1e999',
]

interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  example?: object
}

const isWhole = ({ type }: Schema = {}) => [type].flat().includes('integer')

const { app, owner } = await openShop(t)
const document: Document = documentOf(app)
await addOrder(owner)

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
const named = (schema: Schema = {}): Schema =>
  schema.$ref
    ? (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] as Schema)
    : schema

/** JSON with a number that `JSON.stringify` would round. */
const withNumber = (body: object, name: string, number: string) =>
  JSON.stringify({ ...body, [name]: '#' }).replace('"#"', number)

t.test('in a body an unsafe integer is 422', async (t) => {
  let tried = 0
  for (const { path, method, operation } of operations) {
    const media = operation.requestBody?.content['application/json']
    const fields = Object.entries(named(media?.schema as Schema).properties ?? {})
    for (const [name] of fields.filter(([, field]) => isWhole(field))) {
      for (const number of UNSAFE) {
        const answer = await owner.send({
          method: method.toUpperCase() as 'PUT',
          url: path.replace(/\{\w+\}/g, '1'),
          payload: withNumber(media?.example as object, name, number),
          headers: { 'content-type': 'application/json' },
        })
        t.equal(answer.statusCode, 422, `${method} ${path} ${name}: ${number} ${answer.body}`)
        tried += 1
      }
    }
  }
  t.ok(tried >= 6 * UNSAFE.length, `${tried} fields`)
})

t.test('in a query it is 400, and in a path 404', async (t) => {
  for (const { path, operation } of operations.filter(({ method }) => method === 'get')) {
    if (path.endsWith('/stream')) continue
    for (const { in: place, name, schema } of operation.parameters ?? []) {
      if (!isWhole(schema as Schema)) continue
      for (const number of UNSAFE) {
        const inPath = path.replace(`{${name}}`, number).replace(/\{\w+\}/g, '1')
        const url = place === 'query' ? `${inPath}?${name}=${number}` : inPath
        const { statusCode } = await owner.get(url)
        t.equal(statusCode, place === 'query' ? 400 : 404, url)
      }
    }
  }
})

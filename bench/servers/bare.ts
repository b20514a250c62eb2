// The *bare* baseline: Fastify and better-sqlite3 with prepared statements return the same bytes, without validation,
// permissions, templates or compression. Its writes use the same group commit.
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import Fastify from 'fastify'
import { openSqlite } from '../../src/db/sqlite/engine.ts'
import { bareEntry } from './bare-entry.ts'
import { bareOrders } from './bare-orders.ts'
import { bareProducts } from './bare-products.ts'

const file = join(process.env.DATA_DIR ?? '', 'hemline.db')
const app = Fastify({ bodyLimit: 2_000_000 })
const db = new SqliteDatabase(file, { readonly: true })
db.pragma('cache_size = -16000')
const { orderById, listOf } = bareOrders(db)
const { productById, productPage } = bareProducts(db)

app.get('/', () => 'ready')

type ById = { Params: { id: string } }
app.get<ById>('/order/:id', (request) => orderById(BigInt(request.params.id)))

type ByList = { Params: { list: string }; Querystring: Record<string, string> }
app.get<ByList>('/list/:list', (request) => listOf(request.params.list, request.query))

app.get<ById>('/products/:id', (request) => productById(BigInt(request.params.id)))
app.get<{ Querystring: Record<string, string> }>('/products', (request) =>
  productPage(request.query),
)

/** Pages: the same query, and then a stored page, because there are no templates. */
const kept = new Map<string, string>()
app.addContentTypeParser('text/html', { parseAs: 'string' }, (_request, body, done) =>
  done(null, body),
)
app.post<{ Params: { name: string } }>('/keep/:name', (request) => {
  kept.set(request.params.name, String(request.body))
  return 'kept'
})
type ByPage = { Params: { name: string; list: string }; Querystring: Record<string, string> }
app.get<ByPage>('/page/:name/:list', (request, reply) => {
  listOf(request.params.list, request.query)
  return reply.type('text/html; charset=utf-8').send(kept.get(request.params.name))
})

const writer = await openSqlite({ file })
const createOrder = bareEntry(writer)
app.post('/orders', async (request, reply) => {
  reply.code(201)
  return createOrder(request.body as never, String(request.headers['idempotency-key']))
})
app.addHook('onClose', async () => writer.close())

const address = await app.listen({ port: 0, host: '127.0.0.1' })
console.log(`Server listening at ${address}`)
process.on('SIGTERM', () => app.close())

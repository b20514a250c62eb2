// The *hello* baseline: a bare Fastify that returns a constant.
import Fastify from 'fastify'

const app = Fastify()
app.get('/', () => ({ hello: 'world' }))
const address = await app.listen({ port: 0, host: '127.0.0.1' })
console.log(`Server listening at ${address}`)
process.on('SIGTERM', () => app.close())

// The JSON API: one line for each noun.
import type { FastifyInstance } from 'fastify'
import auth from './auth.ts'
import customers from './customers.ts'
import employees from './employees.ts'
import health from './health.ts'
import orderImages from './order-images.ts'
import orderPayments from './order-payments.ts'
import orderStatus from './order-status.ts'
import orders from './orders.ts'
import users from './users.ts'

export default async function apiRoutes(app: FastifyInstance) {
  await app.register(health)
  await app.register(auth)
  await app.register(users)
  await app.register(customers)
  await app.register(employees)
  await app.register(orders)
  await app.register(orderStatus)
  await app.register(orderPayments)
  await app.register(orderImages)
}

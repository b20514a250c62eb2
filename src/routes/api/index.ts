// The JSON API: one line for each noun.
import type { FastifyInstance } from 'fastify'
import uploads from '../../plugins/uploads.ts'
import auth from './auth.ts'
import { takeCsv, takeFiles, takeJson } from './content.ts'
import customerExport from './customer-export.ts'
import customers from './customers.ts'
import employees from './employees.ts'
import events from './events.ts'
import health from './health.ts'
import imports from './imports.ts'
import integrity from './integrity.ts'
import orderExport from './order-export.ts'
import orderImageSharing from './order-image-sharing.ts'
import orderImages from './order-images.ts'
import orderPayments from './order-payments.ts'
import orderStatus from './order-status.ts'
import orders from './orders.ts'
import paymentExport from './payment-export.ts'
import paymentRules from './payment-rules.ts'
import payments from './payments.ts'
import track from './track.ts'
import trackingLink from './tracking-link.ts'
import undos from './undos.ts'
import users from './users.ts'

export default async function apiRoutes(app: FastifyInstance) {
  app.addHook('onSend', (_request, reply, payload, done) => {
    // A tablet is used by many: what one of them may see stays out of its cache.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    done(null, payload)
  })
  await app.register(async (json) => {
    takeJson(json)
    await json.register(health)
    await json.register(auth)
    await json.register(users)
    await json.register(customers)
    await json.register(customerExport)
    await json.register(employees)
    await json.register(orders)
    await json.register(orderExport)
    await json.register(orderStatus)
    await json.register(orderPayments)
    await json.register(paymentRules)
    await json.register(paymentExport)
    await json.register(payments)
    await json.register(events)
    await json.register(undos)
    await json.register(integrity)
    await json.register(orderImageSharing)
    await json.register(track)
    await json.register(trackingLink)
  })
  await app.register(async (files) => {
    takeFiles(files)
    await files.register(uploads)
    await files.register(orderImages)
  })
  await app.register(async (csv) => {
    takeCsv(csv)
    await csv.register(imports)
  })
}

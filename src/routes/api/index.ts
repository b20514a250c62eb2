// JSON API: registers all routes under /api.
import type { FastifyInstance } from 'fastify'
import { namedScope } from '../../plugins/named-scope.ts'
import uploads from '../../plugins/requests/uploads.ts'
import { addRoutes } from '../shared/add-routes.ts'
import auth from './access/auth.ts'
import avatars from './access/avatars.ts'
import devices from './access/devices.ts'
import keys from './access/keys.ts'
import passwordLinks from './access/password-links.ts'
import pins from './access/pins.ts'
import roles from './access/roles.ts'
import secondFactor from './access/second-factor.ts'
import sessions from './access/sessions.ts'
import users from './access/users.ts'
import integrity from './audit/integrity.ts'
import claims from './care/claims.ts'
import consent from './care/consent.ts'
import customerData from './care/data.ts'
import merge from './care/merge.ts'
import categories from './catalogue/categories.ts'
import counts from './catalogue/counts.ts'
import imageOrder from './catalogue/image-order.ts'
import productImages from './catalogue/images.ts'
import products from './catalogue/products.ts'
import stock from './catalogue/stock.ts'
import variants from './catalogue/variants.ts'
import { acceptCsv, acceptFiles, acceptJson } from './content.ts'
import customerExport from './exports/customers.ts'
import orderExport from './exports/orders.ts'
import paymentExport from './exports/payments.ts'
import productExport from './exports/products.ts'
import userExport from './exports/users.ts'
import health from './health.ts'
import events from './history/events.ts'
import undos from './history/undos.ts'
import imports from './imports/index.ts'
import importRuns from './imports/runs.ts'
import payments from './money/payments.ts'
import orderEntry from './orders/entry.ts'
import orders from './orders/index.ts'
import materials from './orders/materials.ts'
import orderPayments from './orders/payments.ts'
import orderImages from './orders/photos/index.ts'
import orderImageSharing from './orders/photos/sharing.ts'
import workImages from './orders/photos/work.ts'
import orderStatus from './orders/status.ts'
import trackingLink from './orders/tracking/link.ts'
import track from './orders/tracking/view.ts'
import work from './orders/work.ts'
import customers from './people/customers.ts'
import employees from './people/employees.ts'
import paymentRules from './shop/payment-rules.ts'
import settings from './shop/settings/index.ts'
import settingsLogo from './shop/settings/logo.ts'
import cart from './storefront/cart.ts'
import checkout from './storefront/checkout.ts'

async function apiRoutes(app: FastifyInstance) {
  app.addHook('onSend', (_request, reply, payload, done) => {
    // Tablets are shared, so responses must not stay in the browser's cache.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    done(null, payload)
  })
  await app.register(
    namedScope('json-routes', async (json) => {
      acceptJson(json)
      await addRoutes(json, [
        health,
        auth,
        users,
        userExport,
        roles,
        keys,
        devices,
        pins,
        secondFactor,
        sessions,
        passwordLinks,
        customers,
        customerExport,
        merge,
        claims,
        consent,
        customerData,
        employees,
        categories,
        products,
        productExport,
        variants,
        stock,
        counts,
        imageOrder,
        orders,
        orderExport,
        orderStatus,
        orderPayments,
        materials,
        paymentRules,
        paymentExport,
        payments,
        settings,
        cart,
        checkout,
        events,
        undos,
        integrity,
        importRuns,
        orderImageSharing,
        work,
        track,
        trackingLink,
      ])
    }),
  )
  await app.register(
    namedScope('order-entry-routes', async (both) => {
      acceptJson(both)
      await both.register(uploads)
      await both.register(orderEntry)
    }),
  )
  await app.register(
    namedScope('file-routes', async (files) => {
      acceptFiles(files)
      await files.register(uploads)
      await addRoutes(files, [orderImages, workImages, productImages, settingsLogo, avatars])
    }),
  )
  await app.register(
    namedScope('csv-routes', async (csv) => {
      acceptCsv(csv)
      await csv.register(imports)
    }),
  )
}

export default namedScope('api-routes', apiRoutes)

// The pages: one line for each noun.
import type { FastifyInstance } from 'fastify'
import uploads from '../../plugins/uploads.ts'
import activity from './activity.ts'
import auth from './auth.ts'
import cashSheet from './cash-sheet.ts'
import customers from './customers.ts'
import dashboard from './dashboard.ts'
import design from './design.ts'
import employees from './employees.ts'
import home from './home.ts'
import imports from './imports.ts'
import integrity from './integrity.ts'
import manifest from './manifest.ts'
import offline from './offline.ts'
import orderBoard from './order-board.ts'
import orderCalendar from './order-calendar.ts'
import orderCustomer from './order-customer.ts'
import orderEntry from './order-entry.ts'
import orderImages from './order-images.ts'
import orderPayments from './order-payments.ts'
import orderPrint from './order-print.ts'
import orderStatus from './order-status.ts'
import orders from './orders.ts'
import owing from './owing.ts'
import ownOrders from './own-orders.ts'
import paymentRules from './payment-rules.ts'
import payments from './payments.ts'
import profile from './profile.ts'
import settings from './settings.ts'
import setup from './setup.ts'
import shopLogo from './shop-logo.ts'
import theme from './theme.ts'
import trackOrder from './track-order.ts'
import trackingLink from './tracking-link.ts'
import undos from './undos.ts'
import users from './users.ts'

export default async function pageRoutes(app: FastifyInstance) {
  await app.register(home)
  await app.register(setup)
  await app.register(auth)
  await app.register(profile)
  await app.register(theme)
  await app.register(ownOrders)
  await app.register(trackOrder)
  await app.register(dashboard)
  await app.register(orders)
  await app.register(orderBoard)
  await app.register(orderCalendar)
  await app.register(orderPrint)
  await app.register(orderCustomer)
  await app.register(orderStatus)
  await app.register(orderPayments)
  await app.register(trackingLink)
  await app.register(undos)
  await app.register(customers)
  await app.register(employees)
  await app.register(users)
  await app.register(activity)
  await app.register(integrity)
  await app.register(owing)
  await app.register(cashSheet)
  await app.register(payments)
  await app.register(settings)
  await app.register(paymentRules)
  await app.register(design)
  await app.register(manifest)
  await app.register(offline)
  // Whose forms may bring files along.
  await app.register(async (forms) => {
    await forms.register(uploads)
    await forms.register(orderEntry)
    await forms.register(orderImages)
    await forms.register(shopLogo)
    await forms.register(imports)
  })
}

// HTML pages: registers all page routes.
import type { FastifyInstance } from 'fastify'
import { namedScope } from '../../plugins/named-scope.ts'
import uploads from '../../plugins/requests/uploads.ts'
import { addRoutes } from '../shared/add-routes.ts'
import auth from './access/auth.ts'
import avatars from './access/avatars.ts'
import confirm, { askForPassword } from './access/confirm.ts'
import keys from './access/keys/index.ts'
import forgotten from './access/passwords/forgotten.ts'
import profile from './access/profile.ts'
import roles from './access/roles/index.ts'
import factorSetUp from './access/second-factor/set-up.ts'
import secondStep from './access/second-factor/sign-in.ts'
import setup from './access/setup.ts'
import tabletEnrolment from './access/tablets/enrol.ts'
import tablets from './access/tablets/index.ts'
import pins from './access/tablets/pins.ts'
import switching from './access/tablets/switch.ts'
import users from './access/users/index.ts'
import integrity from './audit/integrity.ts'
import claims from './care/claims.ts'
import consent from './care/consent.ts'
import erase from './care/erase.ts'
import invitations from './care/invitations.ts'
import merge from './care/merge.ts'
import categories from './catalogue/categories.ts'
import productEntry from './catalogue/products/entry.ts'
import productLabels from './catalogue/products/labels.ts'
import productList from './catalogue/products/list.ts'
import productPhotos from './catalogue/products/photos.ts'
import productPages from './catalogue/products/show.ts'
import stockCount from './catalogue/stock/count.ts'
import stockCounts from './catalogue/stock/counts.ts'
import stock from './catalogue/stock/index.ts'
import lowStock from './catalogue/stock/low.ts'
import receiving from './catalogue/stock/receive.ts'
import variantStock from './catalogue/stock/variant.ts'
import activity from './history/activity/index.ts'
import undos from './history/undos.ts'
import imports from './imports/index.ts'
import importRuns from './imports/runs.ts'
import dashboard from './insight/dashboard.ts'
import cashSheet from './money/cash-sheet.ts'
import owing from './money/owing.ts'
import payments from './money/payments.ts'
import orderCustomer from './orders/form/customer.ts'
import orderEntry from './orders/form/entry.ts'
import orderProducts from './orders/form/products.ts'
import orderBoard from './orders/lists/board.ts'
import orderCalendar from './orders/lists/calendar.ts'
import orders from './orders/lists/orders.ts'
import materials from './orders/materials.ts'
import ownOrders from './orders/own.ts'
import orderPayments from './orders/payments.ts'
import orderImages from './orders/photos.ts'
import orderPrint from './orders/print.ts'
import orderStatus from './orders/status.ts'
import trackingLink from './orders/tracking/link.ts'
import trackOrder from './orders/tracking/page.ts'
import work, { workPhotos } from './orders/work.ts'
import customers from './people/customers.ts'
import employees from './people/employees.ts'
import paymentRules from './shop/payment-rules.ts'
import deliverySettings from './shop/settings/delivery.ts'
import hoursSettings from './shop/settings/hours.ts'
import settings from './shop/settings/index.ts'
import shopLogo from './shop/settings/logo.ts'
import storefrontSettings from './shop/settings/storefront.ts'
import design from './site/design.ts'
import manifest from './site/manifest.ts'
import offline from './site/offline.ts'
import problems from './site/problems.ts'
import theme from './site/theme.ts'
import about from './storefront/about.ts'
import cart from './storefront/cart.ts'
import checkout from './storefront/checkout.ts'
import home from './storefront/home.ts'
import shopMachines from './storefront/machines.ts'
import shelfProduct from './storefront/product.ts'
import shelf from './storefront/products.ts'
import shopSearch from './storefront/search.ts'
import { acceptForms } from './take-forms.ts'

async function pageRoutes(app: FastifyInstance) {
  acceptForms(app)
  app.addHook('preValidation', askForPassword)
  await app.register(trackOrder)
  await addRoutes(app, [
    home,
    shelf,
    shelfProduct,
    shopSearch,
    cart,
    checkout,
    about,
    shopMachines,
    setup,
    auth,
    secondStep,
    forgotten,
    profile,
    factorSetUp,
    theme,
    ownOrders,
    dashboard,
    orders,
    orderBoard,
    orderCalendar,
    orderPrint,
    orderCustomer,
    orderProducts,
    orderStatus,
    orderPayments,
    materials,
    trackingLink,
    work,
    undos,
    customers,
    merge,
    erase,
    claims,
    consent,
    invitations,
    employees,
    productList,
    productEntry,
    productPages,
    productLabels,
    categories,
    stock,
    lowStock,
    receiving,
    variantStock,
    stockCounts,
    stockCount,
    users,
    roles,
    keys,
    tablets,
    tabletEnrolment,
    switching,
    pins,
    confirm,
    activity,
    integrity,
    importRuns,
    owing,
    cashSheet,
    payments,
    settings,
    paymentRules,
    storefrontSettings,
    hoursSettings,
    deliverySettings,
    design,
    manifest,
    offline,
    problems,
  ])
  // Forms in this scope may upload files.
  await app.register(
    namedScope('form-routes', async (forms) => {
      await forms.register(uploads)
      await addRoutes(forms, [
        orderEntry,
        orderImages,
        productPhotos,
        workPhotos,
        shopLogo,
        avatars,
        imports,
      ])
    }),
  )
}

export default namedScope('page-routes', pageRoutes)

// Examples of the OpenAPI document: each request works as documented.
import t, { type Test } from 'tap'
import { openShop, type Shop } from '../../support/api.ts'
import { account, OWNER, program } from '../../support/app.ts'
import { documentOf, operationsOf } from '../../support/documented.ts'
import { addMaker } from '../../support/makers.ts'
import { multipart } from '../../support/multipart.ts'
import { codeAt } from '../../support/second-factor.ts'
import { addOrder } from '../../support/shop/factories.ts'
import { twoHalves } from '../../support/shop/photo-files.ts'
import {
  addProduct,
  addProductPhotos,
  EVENING_GOWN,
  keepStock,
} from '../../support/shop/products.ts'

const shop = await openShop(t)
const { app, owner } = shop
const document = documentOf(app)
const operations = operationsOf(document)

/** Path and body values that no example can know. */
interface Given {
  path?: Record<string, string | number>
  body?: object
  who?: Awaited<ReturnType<typeof program>>
  cookie?: string
  /** Of a guest's cart. */
  cartToken?: string
}

const performed = new Set<string>()

/** Performs an operation with its documented example. */
async function perform(
  t: Test,
  { app, owner }: Shop,
  name: string,
  { path = {}, body, who = owner, cookie, cartToken }: Given = {},
) {
  const match = operations.find(({ operation }) => operation.operationId === name)
  if (!match) throw new Error(`There is no operation ${name}`)
  performed.add(name)
  const url = match.path.replace(/\{(\w+)\}/g, (_, key) => String(path[key] ?? 1))
  const payload =
    body ?? (match.operation.requestBody?.content['application/json']?.example as object)
  const headers: Record<string, string> = {
    ...(cookie && { cookie }),
    ...(cartToken && { 'cart-token': cartToken }),
  }
  const request = { method: match.method.toUpperCase() as 'GET', url, payload, headers }
  const answer = match.operation.responses['401']
    ? await who.send(request)
    : await app.inject(request)
  t.ok(
    answer.statusCode < 300,
    `${name} answers ${answer.statusCode}: ${answer.body.slice(0, 300)}`,
  )
  return answer
}

const run = async (t: Test, place: Shop, names: string, given: Given = {}) => {
  for (const name of names.split(' ')) await perform(t, place, name, given)
}

t.test('the examples of accounts work', async (t) => {
  await perform(t, shop, 'register')
  const session = (await perform(t, shop, 'login')).json()
  const { refreshToken } = (
    await perform(t, shop, 'refresh', { body: { refreshToken: session.refreshToken } })
  ).json()
  t.ok(refreshToken)
  const amina = { email: 'amina@example.com', password: 'velvet-hem-and-seven-buttons' }
  await perform(t, shop, 'logout', { who: await program(app, amina) })
  const { id } = (await perform(t, shop, 'createUser')).json()
  await run(t, shop, 'listUsers exportUsers getUser updateUser deleteUser', { path: { id } })
  const role = (await perform(t, shop, 'createRole')).json()
  const path = { id: role.id }
  await run(t, shop, 'listPermissions listRoles getRole updateRole deleteRole', { path })
  const key = (await perform(t, shop, 'createKey')).json()
  const ofKey = { path: { id: key.id } }
  await run(t, shop, 'listKeys getKey updateKey patchKey revokeKey', ofKey)
  await run(t, shop, 'getOwnUser updateOwnUser getHealth getHealthz')
  const device = (await perform(t, shop, 'createDevice')).json()
  const enrolled = await perform(t, shop, 'enrolDevice', { body: { code: device.code } })
  await perform(t, shop, 'setOwnPin', {
    body: { pin: '4830', currentPassword: OWNER.password },
  })
  const [tablet] = enrolled.cookies
  await perform(t, shop, 'switchUser', { cookie: `${tablet?.name}=${tablet?.value}` })
  await run(t, shop, 'deleteOwnPin setPin deletePin listDevices')
  await run(t, shop, 'deleteDevice', { path: { id: device.id } })
  const colleague = await account(app, 'staff')
  const { data } = (await owner.get(`/api/users?search=${colleague.email}`)).json()
  await perform(t, shop, 'createPasswordLink', { path: { id: data[0].id } })
  const who = await program(app, colleague)
  const { secret } = (await perform(t, shop, 'beginSecondFactor', { who })).json()
  const body = { code: codeAt(secret) }
  const confirmed = await perform(t, shop, 'confirmSecondFactor', { who, body })
  await perform(t, shop, 'getSecondFactor', { who })
  const [first] = confirmed.json().recoveryCodes
  const proof = { password: colleague.password, code: first }
  const renewed = await perform(t, shop, 'createRecoveryCodes', { who, body: proof })
  const [code] = renewed.json().recoveryCodes
  const off = { password: colleague.password, code }
  await perform(t, shop, 'deleteSecondFactor', { who, body: off })
  await run(t, shop, 'listOwnSessions listSessions', { who: owner })
  await run(t, await openShop(t), 'registerUser loginUser')
})

t.test('the examples of the order book work', async (t) => {
  await run(
    t,
    shop,
    'createCustomer listCustomers exportCustomers getCustomer updateCustomer listCustomerOrders deleteCustomer restoreCustomer',
  )
  const { id: from } = (await perform(t, shop, 'createCustomer')).json()
  await perform(t, shop, 'mergeCustomers', { body: { from } })
  const known = { path: { id: (await perform(t, shop, 'createCustomer')).json().id } }
  await perform(t, shop, 'inviteCustomer', known)
  const { code } = (await perform(t, shop, 'createClaimCode', known)).json()
  const who = await program(app, await account(app, 'customer'))
  await perform(t, shop, 'claimCustomer', { body: { code }, who })
  for (const id of ['getOwnConsent', 'updateOwnConsent']) await perform(t, shop, id, { who })
  await run(t, shop, 'exportCustomer eraseCustomer', known)
  await run(
    t,
    shop,
    'createEmployee listEmployees getEmployee updateEmployee getWorkload reassignWork deleteEmployee restoreEmployee',
  )
  const { trackingToken } = (await perform(t, shop, 'createOrder')).json()
  await run(
    t,
    shop,
    'listOrders listOrdersAdmin exportOrders exportPayments getOrder updateOrder putOrderStatus patchOrderStatus createOrderPayment listOrderPayments listOrderEvents listOrderImages listEvents',
  )
  await perform(t, shop, 'reverseOrderPayment', { path: { paymentId: 1 } })
  await run(t, shop, 'listPayments getCashSheet listOwing')
  const { id: paymentId } = (await perform(t, shop, 'createOrderPayment')).json()
  t.ok(paymentId)
  const { data } = (await perform(t, shop, 'listOrderEvents')).json()
  await perform(t, shop, 'createUndo', { body: { eventId: data[0].id } })
  await perform(t, shop, 'trackOrder', { path: { token: trackingToken } })
  const photo = await twoHalves(400, 300).jpeg().toBuffer()
  for (const [name, method, url, field] of [
    ['createOrderImages', 'POST', '/api/orders/1/images', 'images'],
    ['putLogo', 'PUT', '/api/settings/logo', 'logo'],
    ['putOwnAvatar', 'PUT', '/api/users/me/avatar', 'avatar'],
    ['putAvatar', 'PUT', '/api/users/1/avatar', 'avatar'],
  ] as const) {
    const match = operations.find(({ operation }) => operation.operationId === name)
    const body = match?.operation.requestBody?.content['multipart/form-data']
    const shape = body?.schema?.properties ?? {}
    t.strictSame(Object.keys(shape), [field])
    const form = new FormData()
    form.append(field, new File([photo], 'front.jpg'))
    const upload = await owner.send({ method, url, ...(await multipart(form)) })
    t.match(String(upload.statusCode), /^20[01]$/, upload.body)
    performed.add(name)
  }
  for (const noun of ['Customers', 'Orders', 'Products']) {
    const template = await perform(t, shop, `get${noun}ImportTemplate`)
    const url = `/api/${noun.toLowerCase()}/import/csv`
    const headers = { 'content-type': 'text/csv' }
    const answer = await owner.send({ method: 'POST', url, payload: template.body, headers })
    t.equal(answer.statusCode, 200, answer.body)
    performed.add(`import${noun}`)
  }
  await run(
    t,
    shop,
    'getOrderImage updateOrderImage deleteOrderImage renewTrackingLink revokeTrackingLink checkIntegrity deleteOrder restoreOrder',
  )
  await run(
    t,
    shop,
    'getPaymentRules updatePaymentRules getSettings putSettings patchSettings deleteLogo getAvatar deleteAvatar deleteOwnAvatar',
  )
})

t.test('the examples of assigned work work', async (t) => {
  const own = await openShop(t)
  const { maker, employeeId } = await addMaker(own.app, own.owner)
  const { id } = await addOrder(own.owner, { employeeId })
  await run(t, own, 'listWork getWork putWorkStatus', { path: { id }, who: maker })
  const form = new FormData()
  form.append('images', new File([await twoHalves(400, 300).jpeg().toBuffer()], 'front.jpg'))
  const sent = {
    method: 'POST',
    url: `/api/work/${id}/images`,
    ...(await multipart(form)),
  } as const
  t.equal((await maker.send(sent)).statusCode, 201)
  performed.add('createWorkImages')
})

t.test('the examples of the catalogue and its stock work', async (t) => {
  const own = await openShop(t)
  await run(t, own, 'createCategory listCategories getCategory updateCategory')
  await run(t, own, 'createProduct listProducts listProductFacets getProduct updateProduct')
  await addProductPhotos(own.owner, 1)
  performed.add('createProductImages')
  await run(t, own, 'listProductImages getProductImage updateProductImage deleteProductImage')
  const { id } = await addProduct(own.owner, EVENING_GOWN)
  const added = await perform(t, own, 'createVariant', {
    path: { id },
    body: { options: { Size: 'XL' }, price: '240.00' },
  })
  const path = { id: added.json().id }
  await run(t, own, 'listProductVariants listVariants exportProducts')
  await run(t, own, 'getVariant updateVariant createMovement listMovements listHolds', { path })
  await run(t, own, 'deleteVariant restoreVariant', { path })
  await keepStock(own.app, path.id, 1000)
  await perform(t, own, 'releaseHold', { path: { ...path, holdId: 1 } })
  await run(t, own, 'createStockCount listStockCounts getStockCount')
  await run(t, own, 'putStockCountLine listStockCountLines postStockCount')
  await run(t, own, 'createStockCount putStockCountLine', { path: { id: 2 } })
  await run(t, own, 'deleteStockCountLine deleteStockCount', { path: { id: 2, variantId: 1 } })
  const { items } = await addOrder(own.owner)
  const ofItem = { path: { id: items[0].id } }
  await perform(t, own, 'issueMaterial', { ...ofItem, body: { variantId: path.id, quantity: 1 } })
  await perform(t, own, 'returnMaterial', { path: { ...ofItem.path, materialId: 1 }, body: {} })
  await perform(t, own, 'listItemMaterials', ofItem)
  await run(t, own, 'deleteProduct restoreProduct deleteCategory restoreCategory')
})

t.test('the examples of carts and the checkout work', async (t) => {
  const own = await openShop(t)
  await addProduct(own.owner, { name: 'Veil', price: '90.00', kind: 'made_to_order' })
  const { cartToken, items } = (await perform(t, own, 'addCartItem')).json()
  const guest = { cartToken, path: { id: items[0].id } }
  await run(t, own, 'getCart putCartItem patchCartItem checkOut', guest)
  const again = (await perform(t, own, 'addCartItem', { cartToken })).json()
  await perform(t, own, 'deleteCartItem', { cartToken, path: { id: again.items[0].id } })
})

t.test('every operation with a body was performed', async (t) => {
  const left = operations
    .filter(({ operation }) => operation.requestBody && !performed.has(operation.operationId))
    .map(({ operation }) => operation.operationId)
  t.strictSame(left, [])
})

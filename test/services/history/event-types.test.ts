// Event types: a shop does everything once, and each logged event matches its documented type.
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import t from 'tap'
import { lineOf, sentenceOf } from '../../../src/routes/pages/history/words/index.ts'
import { EVENT_TYPE_NAMES, EVENT_TYPES, type EventType } from '../../../src/schemas/events/types.ts'
import { UNDO_RULES } from '../../../src/services/history/undo/table.ts'
import type { EventRow } from '../../../src/services/shared/events/read.ts'
import { formatsFor } from '../../../src/views/helpers/formats.ts'
import { everyPage, openShop } from '../../support/api.ts'
import { account, PASSWORD, type Program, program } from '../../support/app.ts'
import { documentOf } from '../../support/documented.ts'
import { multipart } from '../../support/multipart.ts'
import { catalogueStory } from '../../support/shop/catalogue-story.ts'
import {
  AMINA,
  addCustomer,
  addEmployee,
  addOrder,
  addPhotos,
  GOWN,
} from '../../support/shop/factories.ts'
import { twoHalves } from '../../support/shop/photo-files.ts'
import { recoverAccounts } from '../../support/shop/recovered-accounts.ts'
import { tabletStory } from '../../support/shop/tablet-story.ts'

type Logged = Pick<EventRow, 'id' | 'entity'> & { type: EventType; data: Record<string, unknown> }

const { app, owner } = await openShop(t, {}, { SIGN_IN_MAX_FAILURES: '2' })

async function did(answer: ReturnType<Program['post']>) {
  const { statusCode, body } = await answer
  if (statusCode >= 300) throw new Error(body)
  return body ? JSON.parse(body) : undefined
}

async function log(who: Program): Promise<Logged[]> {
  const { data, more } = (await who.get('/api/events?limit=200')).json()
  if (more) throw new Error('The story is longer than a page')
  return data
}

async function changePeople() {
  const place = { address: '4 Mill Lane', notes: 'Rings twice', email: 'amina@example.com' }
  const references = { externalReference: 'WEB-1', metadata: { cart: 'c-1' } }
  const { id } = await addCustomer(owner)
  const amina = { name: 'Amina B.', phoneNumber: '0170 555 0199', ...place, ...references }
  await did(owner.put(`/api/customers/${id}`, amina))
  await did(owner.put(`/api/customers/${id}`, { emailConsent: true, textConsent: false }))
  const rosa = await addEmployee(owner)
  await did(
    owner.put(`/api/employees/${rosa.id}`, { name: 'Rosa L.', phoneNumber: '0170 5550198' }),
  )
  await did(owner.delete(`/api/customers/${id}`))
  await undoLast()
  await did(owner.delete(`/api/employees/${rosa.id}`))
  await undoLast()
  const double = await addCustomer(owner, { ...AMINA, notes: 'Second record' })
  await did(owner.post(`/api/customers/${id}/merge`, { from: double.id }))
  await undoLast()
  await did(owner.post(`/api/customers/${double.id}/invite`, {}))
  const { code } = await did(owner.post(`/api/customers/${double.id}/claim-code`, {}))
  const own = await program(app, await account(app, 'customer'))
  await did(own.post('/api/users/me/customer', { code }))
  const gone = await addCustomer(owner)
  await did(owner.post(`/api/customers/${gone.id}/erase`, {}))
  return { customer: id, employee: rosa.id }
}

async function undoLast() {
  const { id } = (await log(owner)).at(-1) as Logged
  await did(owner.post('/api/undos', { eventId: id }))
}

async function changeSettings() {
  await did(
    owner.put('/api/settings', {
      ...{ name: 'Atelier', address: '1 Quay', phoneNumber: '020 7946 0018', currency: 'GBP' },
      ...{ publicUrl: 'https://shop.example', locale: 'en-US', timeZone: 'Europe/London' },
      ...{ tabletLockMinutes: 10, holdMinutes: 45, accent: 'rose', theme: 'dark' },
      ...{ taxMode: 'exclusive', taxRate: '20', taxLabel: 'VAT' },
      paymentRules: {
        ...{ methods: ['card'], depositKind: 'percent', depositValue: '50' },
        ...{ workNeedsDeposit: true, handoverNeedsPayment: true },
      },
      storefront: {
        ...{ isOpen: false, headline: 'Cut here', intro: 'And sewn', about: 'Since 1998' },
        ...{ banner: 'Closed on Friday', deliveryNote: 'By courier', returnsNote: '30 days' },
        ...{ paymentNote: 'By transfer', sizeGuide: 'S: 84 cm', mapUrl: 'https://map.example' },
      },
      openingHours: { weekly: [{ weekday: 1, opens: '10:00', closes: '16:00' }], exceptions: [] },
      deliveryMethods: [{ kind: 'delivery', name: 'Courier', price: '6.50' }],
    }),
  )
  const form = new FormData()
  form.append('logo', new File([await twoHalves(200, 100).png().toBuffer()], 'logo.png'))
  const upload = { method: 'PUT', url: '/api/settings/logo', ...(await multipart(form)) } as const
  await did(owner.send(upload))
  await did(owner.delete('/api/settings/logo'))
}

async function changeOrders({ customer, employee }: { customer: number; employee: number }) {
  const { id } = await addOrder(owner)
  const at = `/api/orders/${id}`
  await did(
    owner.put(at, {
      ...{ customerId: customer, employeeId: employee, deadline: '2031-01-01', notes: 'Blue' },
      ...{ shippingAddress: '2 Quay', internalNotes: 'Old seam', externalReference: 'WEB-2' },
      ...{ metadata: { cart: 'c-2' }, discount: { percent: '10' } },
      items: [...GOWN.items, { itemName: 'Sash', quantity: 1, unitPrice: '9.00' }],
    }),
  )
  await did(owner.put(`${at}/status`, { status: 'in_progress', overrideReason: 'A friend' }))
  const wrong = await did(owner.post(`${at}/payments`, { amount: '20.00' }))
  await did(owner.post(`${at}/payments/${wrong.id}/reversal`, { reason: 'Mistyped' }))
  await did(owner.post(`${at}/payments`, { amount: '30.00' }))
  await undoLast()
  await did(owner.post(`${at}/payments`, { amount: '40.00' }))
  const [photo] = await addPhotos(owner, id)
  for (const shared of [true, false]) {
    const url = `${at}/images/${photo?.id}`
    await did(owner.send({ method: 'PATCH', url, payload: { shared } }))
  }
  await did(owner.delete(`${at}/images/${photo?.id}`))
  await did(owner.post(`${at}/tracking-link`, {}))
  await did(owner.delete(`${at}/tracking-link`))
  await did(owner.put(`${at}/status`, { status: 'cancelled', retainedAmount: '10.00' }))
  await did(owner.put(`${at}/status`, { status: 'cancelled', retainedAmount: '5.00' }))
  await did(owner.put(`${at}/status`, { status: 'pending' }))
  await did(owner.put(`${at}/status`, { status: 'in_progress', overrideReason: 'Again' }))
  await undoLast()
  await did(owner.delete(at))
  await undoLast()
  return id
}

async function changeAccounts({ customer, employee }: { customer: number; employee: number }) {
  const li = { email: 'li@shop.test', password: PASSWORD, fullName: 'Li Wei', role: 'staff' }
  const { id } = await did(owner.post('/api/users', li))
  await did(
    owner.put(`/api/users/${id}`, { employeeId: employee, role: 'staff', address: '3 Quay' }),
  )
  const own = await program(app, li)
  await did(own.put('/api/users/me', { theme: 'light', phoneNumber: '0170 555 0177' }))
  const form = new FormData()
  form.append('avatar', new File([await twoHalves(200, 100).png().toBuffer()], 'li.png'))
  const avatar = await multipart(form)
  await did(own.send({ method: 'PUT', url: '/api/users/me/avatar', ...avatar }))
  await did(own.send({ method: 'POST', url: '/api/auth/logout' }))
  const left = { email: 'lw@shop.test', fullName: 'Lin W.', password: 'another-hem-99' }
  const link = { role: 'customer', employeeId: null, customerId: customer, isActive: false }
  await did(owner.put(`/api/users/${id}`, { ...left, ...link }))
  const helper = { name: 'Helper', permissions: ['orders.read'], limits: { refund: '5' } }
  const { id: role } = await did(owner.post('/api/roles', helper))
  const limits = { discount: '5', refund: null }
  const other = { name: 'Aide', permissions: ['users.read'], limits }
  await did(owner.put(`/api/roles/${role}`, { ...other, requiresSecondFactor: true }))
  await did(owner.put(`/api/users/${id}`, { roleId: role }))
  await did(owner.put(`/api/users/${id}`, { role: 'customer' }))
  await did(owner.delete(`/api/roles/${role}`))
  const website = {
    ...{ name: 'Website', scopes: ['orders.read'] },
    ...{ expiresAt: '2099-12-31', addresses: ['203.0.113.0/24'] },
  }
  const { id: key } = await did(owner.post('/api/keys', website))
  const shop = { name: 'Shop', scopes: ['orders.move'], expiresAt: null, addresses: [] }
  await did(owner.put(`/api/keys/${key}`, shop))
  await did(owner.delete(`/api/keys/${key}`))
  const temp = { ...li, email: 'temp@shop.test' }
  const { id: short } = await did(owner.post('/api/users', temp))
  await did(owner.delete(`/api/users/${short}`))
  const send = async (url: string, payload: object) =>
    (await app.inject({ method: 'POST', url, payload })).json()
  const zoe = await account(app, 'staff')
  const { refreshToken } = await send('/api/auth/login', zoe)
  for (const _ of [1, 2]) await send('/api/auth/refresh', { refreshToken })
  for (const _ of [1, 2, 3]) await send('/api/auth/login', { ...zoe, password: 'wrong' })
  await recoverAccounts(app, owner, id)
}

await changeSettings()
const people = await changePeople()
const orderId = await changeOrders(people)
await changeAccounts(people)
await tabletStory(app, owner)
await catalogueStory(app, owner, did, undoLast)
const events = await log(owner)
const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)

t.test('the log has every type, and each event matches its schema', (t) => {
  const types = new Set(events.map(({ type }) => type))
  t.strictSame([...types].sort(), [...EVENT_TYPE_NAMES].sort())
  for (const [type, { entity, data }] of Object.entries(EVENT_TYPES)) {
    const validate = ajv.compile({ ...data, additionalProperties: false })
    const ofType = events.filter((event) => event.type === type)
    for (const event of ofType) {
      t.ok(validate(event.data), `${type}: ${JSON.stringify([event.data, validate.errors])}`)
      t.equal(event.entity, entity, type)
    }
    const said = new Set(ofType.flatMap((event) => Object.keys(event.data)))
    t.strictSame([...said].sort(), Object.keys(data.properties).sort(), `${type} says all of it`)
  }
  t.end()
})

t.test('each event has a sentence, and each order event a line', (t) => {
  const fmt = formatsFor({ currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Berlin' })
  for (const event of events as unknown as EventRow[]) {
    const { verb, rest } = sentenceOf(event, fmt)
    const texts = event.entity === 'order' ? [verb, rest, lineOf(event, fmt).line] : [verb, rest]
    t.match(verb, /^[a-z]/, event.type)
    t.notMatch(texts.join(' '), /undefined|null|NaN|another change|_/i, event.type)
  }
  t.end()
})

t.test('the document names exactly the types that can be undone', (t) => {
  const said = JSON.stringify(documentOf(app).paths['/api/undos']?.post)
  const named = [...said.matchAll(/`([a-z]+\.[a-z_]+)`/g)].map(([, name]) => name)
  const undoable = EVENT_TYPE_NAMES.filter((type) => UNDO_RULES[type].undo !== null)
  t.strictSame(named.filter((name) => name !== 'data.undoes').sort(), undoable.sort())
  t.end()
})

t.test('in the document `type` selects the schema', async (t) => {
  const document = documentOf(app)
  ajv.addSchema({ ...document, $id: 'api' })
  const validate = ajv.compile({ $ref: 'api#/components/schemas/Event' })
  for (const event of events) t.ok(validate(event), event.type)
  const moved = events.find(({ type }) => type === 'order.status_updated') as Logged
  t.notOk(validate({ ...moved, data: { status: { before: 'lost', after: 'ready' } } }))
  t.notOk(validate({ ...moved, type: 'order.lost' }))
  const { discriminator, oneOf } = document.components.schemas.Event as unknown as {
    discriminator: { propertyName: string; mapping: Record<string, string> }
    oneOf: { $ref: string }[]
  }
  t.equal(discriminator.propertyName, 'type')
  t.strictSame(Object.keys(discriminator.mapping), EVENT_TYPE_NAMES)
  t.strictSame(
    Object.values(discriminator.mapping),
    oneOf.map(({ $ref }) => $ref),
  )
  const history = await everyPage<Logged>(owner, `/api/orders/${orderId}/events?limit=7`)
  for (const event of history) t.ok(validate(event), event.type)
})

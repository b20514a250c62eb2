// Fills an empty shop, or adds to a sample shop; never changes a shop with data of its own.
import type { Database } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import type { PreparedPhoto } from '../../src/services/photos/prepare.ts'
import { completeChain } from '../../src/services/shared/events/chain.ts'
import { upgradeSearchColumns } from '../../src/services/shared/search/upgrade.ts'
import { findSettings, type Settings } from '../../src/services/shop/settings/read.ts'
import { insertOrders } from './bulk.ts'
import { insertCustomers } from './bulk-customers.ts'
import { ordersWithPhotos, photosOf } from './gallery.ts'
import { hire } from './hiring.ts'
import { setUp } from './owner.ts'
import type { Outcome, SampleParameters } from './parameters.ts'
import { customers, SAMPLE, type SampleCustomer } from './people.ts'
import { Plan, type PlannedOrder } from './plan.ts'
import { addPhotos } from './shop-photos.ts'
import { moveGoods } from './stock-history.ts'
import { stockShop } from './stock-shop.ts'
import { takeOrders } from './take-orders.ts'

const BATCH = 1_000

export async function fillShop(db: Database, wanted: SampleParameters): Promise<Outcome> {
  const found = await look(db)
  if (found.own || found.orders >= wanted.orders) return { kind: 'kept', ...found }
  const owner = await setUp(db, wanted.owner)
  const settings = await findSettings(db)
  const missing = wanted.orders - found.orders
  // Another seed for what is added later, so that people do not repeat.
  const seed = wanted.seed + found.orders
  const plan = new Plan({ orders: missing, seed, now: wanted.now, timeZone: settings.timeZone })
  const shop = { db, plan, settings, wanted: { ...wanted, orders: missing, seed } }
  const started = performance.now()
  await (wanted.byRows ? fillByRows(shop) : fillByServices(shop))
  const seconds = (performance.now() - started) / 1000
  return { kind: 'filled', orders: missing, owner, seconds }
}

/** Number of orders, and whether anything was created other than by this program. */
async function look(db: Database): Promise<{ orders: number; own: boolean }> {
  const count = await db.get<{ orders: number }>(sql`SELECT count(*) AS orders FROM orders`)
  const own = await db.get(sql`
    SELECT id FROM events
    WHERE type IN ('customer.created', 'employee.created', 'order.placed')
      AND (request_id IS NULL OR request_id <> ${SAMPLE})
    LIMIT 1`)
  return { orders: count?.orders ?? 0, own: own !== undefined }
}

interface Shop {
  db: Database
  plan: Plan
  settings: Settings
  wanted: SampleParameters
}

async function fillByServices({ db, plan, wanted }: Shop): Promise<void> {
  const orders = Array.from({ length: wanted.orders }, (_, position) => plan.order(position))
  const photos = new Map<number, PreparedPhoto[]>()
  const chosen = ordersWithPhotos(orders, wanted.photographed)
  for (const { position, look } of chosen) {
    photos.set(position, await photosOf(look, wanted.seed + position))
    wanted.progress('photos', photos.size * 2, chosen.length * 2)
  }
  const employees = await db.write((tx) => hire(tx, plan))
  await stockShop(db, wanted, plan.customerSince(0))
  await db.write((tx) => takeOrders(tx, { plan, seed: wanted.seed, employees, orders, photos }))
  await moveGoods(db, wanted)
  wanted.progress('orders', orders.length, orders.length)
}

async function fillByRows(shop: Shop): Promise<void> {
  const { db, plan, settings, wanted } = shop
  const employees = await db.write((tx) => hire(tx, plan))
  await stockShop(db, wanted, plan.customerSince(0))
  const people = await addCustomers(shop)
  const { currency } = settings
  const customerId = (position: number) => people[position] ?? 0
  const newest: { id: number; order: PlannedOrder }[] = []
  for (let from = 0; from < wanted.orders; from += BATCH) {
    const size = Math.min(BATCH, wanted.orders - from)
    const orders = Array.from({ length: size }, (_, at) => plan.order(from + at))
    const batch = { plan, orders, customerId, employees, currency }
    const ids = await db.write((tx) => insertOrders(tx, batch))
    newest.push(...orders.map((order, at) => ({ id: ids[at] ?? 0, order })))
    newest.splice(0, newest.length - 200)
    wanted.progress('orders', from + size, wanted.orders)
  }
  await completeChain(db)
  await upgradeSearchColumns(db)
  await addPhotos({ db, wanted }, newest)
  await moveGoods(db, wanted)
}

async function addCustomers({ db, plan, wanted }: Shop): Promise<number[]> {
  const ids: number[] = []
  let people: SampleCustomer[] = []
  const flush = async () => {
    const since = people.map((_, at) => plan.customerSince(ids.length + at))
    ids.push(...(await db.write((tx) => insertCustomers(tx, people, since))))
    people = []
  }
  for (const customer of customers(wanted.seed, plan.customers)) {
    people.push(customer)
    if (people.length === BATCH) await flush()
  }
  if (people.length > 0) await flush()
  return ids
}

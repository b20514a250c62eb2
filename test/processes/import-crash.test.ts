// Import under a kill: committed batches stay, and continuing or sending the file again imports the rest without
// duplicates.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { ownDatabase } from '../support/database/index.ts'
import { openRows, type Rows } from '../support/processes/kill-story.ts'
import { signedInAt } from '../support/processes/patient-sender.ts'
import { startServer } from '../support/processes/server-process.ts'

const ORDERS = 240
const ENOUGH = 20

const FILE = `reference,customer,phone,item,price,paid\n${Array.from(
  { length: ORDERS },
  (_, at) => `B-${at},Customer ${at % 90},0170 555 ${1000 + (at % 90)},Hem,10.00,4.00\n`,
).join('')}`

interface Run {
  id: number
  state: string
  total: number
  done: number
  report: { made: number; known: number }
}

const database = await ownDatabase(t)
const dataDir = join(t.testdir(), 'data')

/** Starts the server, with a signed-in API client. */
async function openShop(t: Test) {
  const server = await startServer(t, dataDir, database)
  const { headers } = await signedInAt([server.url])
  const ask = async <Json>(method: string, path: string, csv?: string) => {
    const sent = csv === undefined ? {} : { body: csv }
    const type: Record<string, string> = csv === undefined ? {} : { 'content-type': 'text/csv' }
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { ...headers, ...type },
      ...sent,
    })
    return { status: answer.status, json: (await answer.json()) as Json }
  }
  const run = async (id: number) => (await ask<Run>('GET', `/api/imports/${id}`)).json
  const once = async (id: number, isSo: (run: Run) => boolean) => {
    for (;;) {
      const job = await run(id)
      if (isSo(job)) return job
      await pause(5)
    }
  }
  const send = async (path: string, body: object) => {
    const type = { 'content-type': 'application/json' }
    const sent = { method: 'POST', headers: { ...headers, ...type }, body: JSON.stringify(body) }
    return (await fetch(`${server.url}${path}`, sent)).status
  }
  return { server, ask, run, once, send }
}

/** Row counts, read directly from the database. */
async function countAll(rows: Rows): Promise<Record<string, number>> {
  const [found] = await rows(`
    SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM imported_rows) AS known,
           (SELECT count(*) FROM payments) AS payments,
           (SELECT count(*) FROM import_lines) AS lines, (SELECT made FROM import_runs) AS made,
           (SELECT count(*) FROM events WHERE type = 'order.placed') AS events,
           (SELECT max(number) - min(number) + 1 FROM orders) AS numbers`)
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, Number(value)]))
}

const allAre = (count: number) => ({
  ...{ orders: count, known: count, payments: count, lines: count },
  ...{ made: count, events: count, numbers: count },
})

t.test('an interrupted import continues where it stopped', { timeout: 120_000 }, async (t) => {
  let shop = await openShop(t)
  const begun = await shop.ask<Run>('POST', '/api/orders/import/csv?wait=0', FILE)
  t.equal(begun.status, 202)
  t.match(begun.json, { state: 'running', total: ORDERS })
  const { id } = begun.json
  await shop.once(id, ({ done }) => done > ENOUGH)
  const list = await shop.ask<{ total: number }>('GET', '/api/orders?limit=1&total=true')
  t.ok(list.json.total > 0 && list.json.total < ORDERS, 'others are answered in the middle of it')

  await shop.server.kill()

  const rows = await openRows(t, database.DATABASE_URL, dataDir)
  const { made = 0, ...counts } = await countAll(rows)
  t.ok(made > ENOUGH && made < ORDERS, `killed after ${made}`)
  t.strictSame({ made, ...counts }, allAre(made), 'each is there whole, or not at all')

  shop = await openShop(t)
  const killed = await shop.once(id, ({ state }) => state === 'interrupted')
  t.match(killed, { done: made, report: { made, known: 0 } })
  const lines = await shop.ask<{ data: object[] }>('GET', `/api/imports/${id}/lines?limit=1`)
  const last = { line: made + 1, reference: `B-${made - 1}`, label: String(1000 + made) }
  t.match(lines.json.data, [last], 'the report names what was taken')

  t.equal((await shop.ask('POST', `/api/imports/${id}/continuation`)).status, 202)
  const twice = await shop.ask<{ code: string }>('POST', `/api/imports/${id}/continuation`)
  t.match(twice, { status: 409, json: { code: 'import_not_interrupted' } })
  const done = await shop.once(id, ({ state }) => state === 'done')
  t.match(done, { done: ORDERS, total: ORDERS, report: { made: ORDERS, known: 0 } })
  const again = await shop.ask('POST', '/api/orders/import/csv', FILE)
  t.match(again, { status: 200, json: { made: 0, known: ORDERS, importId: null } })
  t.strictSame(await countAll(rows), allAre(ORDERS), 'nothing is there twice')
})

const VARIANTS = 300

const CATALOGUE = `sku,slug,name,option1,value1,price,stock,category\n${Array.from(
  { length: VARIANTS },
  (_, at) =>
    `V-${at},p-${at % 60},Product ${at % 60},Size,${at},10.00,${1 + (at % 4)},Rail ${at % 3}\n`,
).join('')}`

/** Of the catalogue: rows, what their stock and movements add up to, and events. */
async function countCatalogue(rows: Rows): Promise<Record<string, number>> {
  const [found] = await rows(`
    SELECT (SELECT count(*) FROM variants) AS variants, (SELECT count(*) FROM products) AS products,
           (SELECT count(*) FROM categories) AS categories,
           (SELECT count(*) FROM stock_movements) AS movements,
           (SELECT sum(stock) FROM variants) - (SELECT sum(delta) FROM stock_movements) AS difference,
           (SELECT count(*) FROM import_lines WHERE run_id = (SELECT max(id) FROM import_runs)) AS lines,
           (SELECT count(*) FROM events WHERE type IN ('product.created', 'product.variant_added')) AS events`)
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, Number(value)]))
}

t.test(
  'an interrupted import of products goes on, and takes no sale back',
  { timeout: 120_000 },
  async (t) => {
    let shop = await openShop(t)
    const begun = await shop.ask<Run>('POST', '/api/products/import/csv?wait=0', CATALOGUE)
    t.match(begun, { status: 202, json: { state: 'running', total: VARIANTS } })
    const path = `/api/product-imports/${begun.json.id}`
    const read = async () => (await shop.ask<Run>('GET', path)).json
    const once = async (isSo: (run: Run) => boolean) => {
      for (let run = await read(); ; run = await read()) {
        if (isSo(run)) return run
        await pause(5)
      }
    }
    await once(({ done }) => done > ENOUGH)
    await shop.server.kill()

    const rows = await openRows(t, database.DATABASE_URL, dataDir)
    const { variants: made = 0, products, categories, ...counts } = await countCatalogue(rows)
    t.ok(made > ENOUGH && made < VARIANTS, `killed after ${made}`)
    t.equal(products, Math.min(made, 60))
    t.equal(categories, 3)
    t.strictSame(counts, { movements: made, difference: 0, lines: made, events: made })

    shop = await openShop(t)
    await once(({ state }) => state === 'interrupted')
    const { json } = await shop.ask<{ data: { id: number }[] }>('GET', '/api/variants?sku=V-3')
    const [sold] = json.data
    const moved = await shop.send(`/api/variants/${sold?.id}/movements`, {
      delta: -1,
      reason: 'lost',
    })
    t.equal(moved, 201)
    t.equal((await shop.ask('POST', `${path}/continuation`)).status, 202)
    const done = await once(({ state }) => state === 'done')
    t.match(done, { done: VARIANTS, total: VARIANTS, report: { made: VARIANTS } })
    const all = {
      variants: VARIANTS,
      products: 60,
      categories: 3,
      lines: VARIANTS,
      events: VARIANTS,
    }
    t.strictSame(await countCatalogue(rows), { ...all, movements: VARIANTS + 1, difference: 0 })
    const stock = await shop.ask<{ data: object[] }>('GET', '/api/variants?sku=V-3')
    t.match(stock.json.data, [{ stock: 3 }], 'the line was imported once, before the loss')
  },
)

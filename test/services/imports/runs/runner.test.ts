// Import batches: short, atomic, and only while this process owns the run.
import t, { type Test } from 'tap'
import type { Database } from '../../../../src/db/database.ts'
import { sql } from '../../../../src/db/sql.ts'
import { Refusal } from '../../../../src/lib/errors/refusal.ts'
import type { ImportReport } from '../../../../src/services/imports/report.ts'
import { getImportRun } from '../../../../src/services/imports/runs/index.ts'
import {
  createImportRun,
  packFile,
  RunTakenOver,
} from '../../../../src/services/imports/runs/progress.ts'
import { ImportRunner } from '../../../../src/services/imports/runs/runner.ts'
import type { Unit } from '../../../../src/services/imports/runs/units.ts'
import { createCustomer } from '../../../../src/services/people/customers/index.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { openOwn } from '../../../support/database/index.ts'

/** Occupies the processor, like an order in a large shop. */
function work(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

const customer = (line: number, before: () => void = () => undefined): Unit => ({
  line,
  reference: `C-${line}`,
  take: async (now) => {
    before()
    const { id } = await createCustomer(now, { name: `C ${line}`, phoneNumber: `0170 55${line}` })
    return { id, isNewCustomer: true }
  },
  problemsOf: ({ code, message }) => [{ line, column: '', code, detail: message }],
})

const refuse = () => {
  throw new Refusal('invalid', 'invalid_input', 'Rosa is archived.')
}

const REPORT: ImportReport = {
  ...{ dryRun: true, importId: null, encoding: 'utf-8', lines: 1, made: 1, customersMade: 0 },
  ...{ known: 0, ignoredColumns: [], problemCount: 0, problems: [], preview: [] },
  catalogue: null,
}

async function open(t: Test) {
  const db = await openOwn(t)
  t.teardown(() => db.close())
  const failures: unknown[] = []
  let committed = 0
  const runner = new ImportRunner({
    db,
    committed: () => {
      committed += 1
    },
    failed: (error) => failures.push(error),
  })
  const content = await packFile(Buffer.from('name,phone\n'))
  const start = async (units: readonly Unit[]) => {
    const run = { noun: 'customers', fileName: null, runner: runner.name, content } as const
    const id = await db.write((tx) =>
      createImportRun(change(tx, SYSTEM), {
        ...run,
        total: units.length,
        report: REPORT,
      }),
    )
    runner.start({ id, noun: 'customers', units, actor: SYSTEM, requestId: 'a-request' })
    return id
  }
  return { db, runner, start, failures, committed: () => committed }
}

const customers = async (db: Database) =>
  (await db.get<{ many: number }>(sql`SELECT count(*) AS many FROM customers`))?.many

t.test('a batch ends after a few milliseconds, and other work runs in between', async (t) => {
  const { db, runner, start, committed } = await open(t)
  let turns = 0
  const others = setInterval(() => {
    turns += 1
  }, 1)
  const perBatch = db.concurrent ? 13 : 3
  const units = Array.from({ length: 40 }, (_, at) => customer(at + 2, () => work(2)))
  const id = await start(units)
  await runner.ended(id, 60_000)
  clearInterval(others)
  t.match(await getImportRun(db, id), { state: 'done', done: 40, report: { made: 40 } })
  t.ok(committed() >= 40 / perBatch, `${committed()} batches`)
  t.ok(turns >= committed(), `${turns} turns of others`)
  t.equal(await customers(db), 40)
})

t.test('a refused line is reported, and the others are imported', async (t) => {
  const { db, runner, start } = await open(t)
  const units = [2, 3, 4, 5, 6].map((line) => customer(line, line % 2 === 0 ? refuse : undefined))
  const id = await start(units)
  await runner.ended(id, 60_000)
  t.match(await getImportRun(db, id), {
    ...{ state: 'done', total: 5, done: 5 },
    report: {
      ...{ made: 2, problemCount: 3 },
      problems: [2, 4, 6].map((line) => ({ line, code: 'invalid_input', detail: /Rosa/ })),
    },
  })
  t.equal(await customers(db), 2)
})

t.test('a fault interrupts the run, and rolls its batch back', async (t) => {
  const { db, runner, start, failures } = await open(t)
  const broken = new Error('the needle broke')
  const fail = () => {
    throw broken
  }
  // Stops the clock: on a busy machine the first customer would be a batch of its own.
  t.intercept(performance, 'now', { value: () => 0 })
  const id = await start([customer(2), customer(3, fail)])
  await runner.ended(id, 60_000)
  t.strictSame(failures, [broken])
  t.match(await getImportRun(db, id), { state: 'interrupted', done: 0 })
  t.equal(await customers(db), 0)
})

t.test('the run ends where another process has taken it over', async (t) => {
  const { db, runner, start, failures } = await open(t)
  let tried = 0
  const count = () => {
    work(6)
    tried += 1
  }
  const units = Array.from({ length: 60 }, (_, at) => customer(at + 2, count))
  const id = await start(units)
  const other = sql`UPDATE import_runs SET runner = 'another' WHERE id = ${id}`
  await db.write((tx) => tx.run(other))
  await runner.ended(id, 60_000)
  t.ok(failures[0] instanceof RunTakenOver)
  const { done, state } = await getImportRun(db, id)
  t.equal(state, 'running', 'of the other')
  t.equal(await customers(db), done, 'nothing of the batch that came too late')
  t.ok(tried < 60, 'the rest was not tried')
})

t.test('the run is interrupted at once when the program stops', async (t) => {
  const { db, runner, start } = await open(t)
  const id = await start(Array.from({ length: 60 }, (_, at) => customer(at + 2, () => work(6))))
  await runner.stop()
  const { state, done } = await getImportRun(db, id)
  t.equal(state, 'interrupted')
  t.ok(done < 60)
  t.equal(await customers(db), done)
})

t.test('the full-text index is merged along the way, not all at once', async (t) => {
  const { db, runner, start } = await open(t)
  if (db.concurrent) return t.pass('PostgreSQL merges in processes of its own')
  // Without them only our own merges are left.
  for (const [option, value] of [
    ['automerge', 0],
    ['crisismerge', 1_000],
  ] as const) {
    await db.write((tx) =>
      tx.run(sql`INSERT INTO customer_search (customer_search, rank) VALUES (${option}, ${value})`),
    )
  }
  const id = await start(Array.from({ length: 47 }, (_, at) => customer(at + 2, () => work(6))))
  await runner.ended(id, 60_000)
  const row = await db.get<{ segments: number }>(sql`
    SELECT count(DISTINCT id >> 37) AS segments FROM customer_search_data WHERE id > 10`)
  t.ok((row?.segments ?? 47) < 10, `${row?.segments} segments, not 47`)
  const settings = await db.all<{ v: number }>(sql`
    SELECT v FROM customer_search_config WHERE k LIKE '%merge' ORDER BY k`)
  t.strictSame(
    settings.map(({ v }) => v),
    [4, 16],
    'afterwards SQLite merges by itself again',
  )
  const found = await db.all(
    sql`SELECT rowid FROM customer_search WHERE customer_search MATCH '"017"'`,
  )
  t.equal(found.length, 47, 'and finds all of them')
})

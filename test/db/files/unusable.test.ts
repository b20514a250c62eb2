// Unusable database files: one line at the start, and 503 while the shop is open.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openReadonly } from '../../../src/db/files/open-readonly.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { sql } from '../../../src/db/sql.ts'
import { checkIntegrity } from '../../../src/services/audit/integrity.ts'
import { checkPictures } from '../../../src/services/audit/photos.ts'
import { refused } from '../../support/api.ts'
import { build, OWNER, program } from '../../support/app.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'
import { AMINA, addOrder } from '../../support/shop/factories.ts'

onlyOnSqlite('a server looks after its own files')

const open = (dataDir: string) => openDatabase({ dataDir, databaseUrl: null })

/** A closed shop in a folder of its own. */
async function closedShop(t: Test): Promise<{ dataDir: string; file: string }> {
  const dataDir = t.testdir()
  await (await open(dataDir)).close()
  return { dataDir, file: join(dataDir, 'hemline.db') }
}

/** Drops root's privileges, because root may write everywhere. */
async function withoutPower<Result>(work: () => Promise<Result>): Promise<Result> {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(65534)
  try {
    return await work()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}

t.test('a read-only file is refused at the start', async (t) => {
  const { dataDir, file } = await closedShop(t)
  writeFileSync(`${file}-wal`, '')
  chmodSync(file, 0o666)
  const cases: [path: string, mode: number][][] = [
    [[file, 0o444]],
    [[`${file}-wal`, 0o444]],
    [[dataDir, 0o555]],
    // A volume that is mounted read-only.
    [
      [file, 0o444],
      [dataDir, 0o555],
    ],
  ]
  for (const paths of cases) {
    chmodSync(dataDir, 0o777)
    if (paths.length > 1) rmSync(`${file}-wal`)
    for (const [path, mode] of paths) chmodSync(path, mode)
    const error = await withoutPower(() => open(dataDir)).catch((reason) => reason)
    t.match(error, { name: 'OpenError', message: /written|cannot be opened/ }, paths.join())
    t.match(error.message, /Give the account .* the right to write/, 'and what to do')
    t.notMatch(error.message, /\n/)
    for (const [path] of paths) chmodSync(path, 0o777)
  }
})

t.test('a shop whose file was moved or replaced while it is open refuses orders', async (t) => {
  const app = await build(t)
  const ines = await program(app)
  const file = join(app.config.dataDir, 'hemline.db')
  renameSync(file, `${file}.moved`)
  for (const what of ['moved', 'replaced'] as const) {
    if (what === 'replaced') copyFileSync(`${file}.moved`, file)
    const answer = await ines.post('/api/customers', AMINA)
    refused(t, answer, 503, 'not_saved', what)
    t.match(answer.json().detail, /moved or replaced while the shop was open/)
    for (const url of ['/api/health', '/healthz']) {
      refused(t, await app.inject(url), 503, 'not_saved', `${url}: ${what}`)
    }
    const signIn = await app.inject({
      method: 'POST',
      url: '/api/auth/login',
      payload: { email: OWNER.email, password: OWNER.password },
    })
    refused(t, signIn, 503, 'not_saved', 'signing in, too')
  }
  renameSync(`${file}.moved`, file)
  t.equal((await app.inject('/healthz')).statusCode, 200, 'well again when it is back')
  t.equal((await ines.post('/api/customers', AMINA)).statusCode, 201)
})

t.test('a damaged file is reported at the start', async (t) => {
  const damages: Record<string, (file: string) => void> = {
    'a page overwritten': (file) => overwrite(file, 4),
    'the schema overwritten': (file) => overwrite(file, 0, 100),
    'cut off': (file) => truncateSync(file, 16 * 4096),
    'no database at all': (file) => writeFileSync(file, 'Dear Ines, '.repeat(400)),
  }
  for (const [how, damage] of Object.entries(damages)) {
    const { dataDir, file } = await closedShop(t)
    damage(file)
    const error = await open(dataDir).catch((reason) => reason)
    t.match(error, { name: 'OpenError', message: /damaged|no database|cannot be opened/ }, how)
    t.notMatch(error.message, /\n/, 'in one line')
    t.ok(existsSync(file), 'and nothing is thrown away')
  }
})

t.test('the check of a damaged file names the damage and checks the rest', async (t) => {
  const app = await build(t)
  const ines = await program(app)
  for (let orders = 0; orders < 40; orders++) await addOrder(ines)
  const file = join(app.config.dataDir, 'hemline.db')
  await app.close()
  overwrite(file, await lastPageOf(file, 'events'))

  const db = await openReadonly(file)
  t.teardown(() => db.close())
  const { ok, problems, checked } = await checkIntegrity(db)
  t.notOk(ok)
  t.match(problems, [{ table: 'events', detail: /cannot be read: The database is damaged/ }])
  t.equal(checked.orders, 40, 'orders are whole')
  t.match(await checkPictures(db, null), { problems: [] })
})

/** Overwrites one page with garbage. */
function overwrite(file: string, page: number, from = 0): void {
  const bytes = readFileSync(file)
  bytes.fill(0x5a, page * 4096 + from, (page + 1) * 4096)
  writeFileSync(file, bytes)
}

async function lastPageOf(file: string, table: string): Promise<number> {
  const db = await openReadonly(file)
  const row = await db.get<{ page: number }>(sql`
    SELECT max(pageno) AS page FROM dbstat WHERE name = ${table} AND pagetype = 'leaf'`)
  await db.close()
  return (row?.page ?? 0) - 1
}

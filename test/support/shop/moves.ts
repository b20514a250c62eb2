import { hash } from 'node:crypto'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { compareShops, moveShop, type Wanted } from '../../../scripts/move/move.ts'
import { fillShop } from '../../../scripts/sample/shop.ts'
import type { Database } from '../../../src/db/database.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { sql } from '../../../src/db/sql.ts'
import { openSqlite } from '../../../src/db/sqlite/engine.ts'
import { createDatabase, SERVER } from '../database/index.ts'

const quietly = { whileOpen: false, signal: new AbortController().signal, begin: () => () => {} }
export const move = (from: string, to: string, more: Partial<Wanted> = {}) =>
  moveShop({ ...quietly, from, to, ...more })
export const compare = (from: string, to: string) => compareShops({ ...quietly, from, to })

/** Characters that PostgreSQL's arrays or COPY lines must escape. */
export const ODD = 'a "quoted" \\N, {tab}\t\r\nNULL ünïcödé 👗 \'; --'

const bytes = Buffer.from('the bytes of a picture')
export const AVATAR = { bytes, sha256: hash('sha256', bytes, 'hex') }

export const folder = t.testdir()
export const original = join(folder, 'original.db')
export const ORIGINAL = `sqlite:${original}`
await makeOriginal()

/** A shop with photos, a deleted one among them, the picture of an account, a renamed item and an archived customer. */
async function makeOriginal() {
  const db = await openSqlite({ file: original })
  const owner = { email: 'owner@shop.test', password: 'needle and thread 7' }
  const small = {
    orders: 30,
    byRows: false,
    photographed: 2,
    photographedProducts: 1,
    seed: 1,
    progress: () => {},
  }
  await fillShop(db, { ...small, now: new Date(), owner })
  await db.write(async (tx) => {
    await tx.run(sql`DELETE FROM order_images WHERE id = (SELECT max(id) FROM order_images)`)
    await tx.run(sql`UPDATE order_items SET item_name = 'Umbrella, new ribs' WHERE id = 2`)
    await tx.run(sql`UPDATE users SET avatar_sha256 = ${AVATAR.sha256} WHERE id = 1`)
    await tx.run(sql`INSERT INTO user_avatars VALUES (1, '', '', ${AVATAR.bytes})`)
    await tx.run(sql`UPDATE customers SET archived_at = updated_at, notes = ${ODD} WHERE id = 3`)
  })
  await db.close()
}

/** A copy of the original that a test may change. */
export function copied(): { file: string; address: string } {
  const file = join(newFolder(), 'copy.db')
  copyFileSync(original, file)
  return { file, address: `sqlite:${file}` }
}

let folders = 0
function newFolder(): string {
  const path = join(folder, String(++folders))
  mkdirSync(path)
  return path
}

export const newFile = () => join(newFolder(), 'moved', 'hemline.db')
/** Target of a move: on the engine that the tests run on. */
export const newPlace = async (t: Test) => (SERVER ? createDatabase(t) : `sqlite:${newFile()}`)

export async function open(t: Test, address: string): Promise<Database> {
  const file = /^sqlite:(.*)/.exec(address)?.[1]
  const db = file
    ? await openSqlite({ file })
    : await openDatabase({ databaseUrl: address, dataDir: '' })
  t.teardown(() => db.close())
  return db
}

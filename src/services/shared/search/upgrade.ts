// Rebuilds search columns after an upgrade that changes how text is folded.
import type { Database, Transaction } from '../../../db/database.ts'
import { rowCount, type Sql, sql } from '../../../db/sql.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import { searchColumns } from './columns.ts'
import { itemSearchText } from './terms.ts'

/** Increase it with every change of `folded`, `digits` or what is derived from them. */
const EDITION = 1
const BATCH = 1_000

export type UpgradeProgress = (done: number, all: number) => void

/**
 * Updates the search columns of all rows after an upgrade, and of names that no service wrote. Each batch is a
 * transaction, so that other processes can write, and an interrupted upgrade continues.
 */
export async function upgradeSearchColumns(
  db: Database,
  onProgress: UpgradeProgress = () => {},
): Promise<void> {
  if ((await editionOf(db)) < EDITION) {
    await foldAll(db, onProgress)
    await db.write((tx) =>
      tx.run(sql`
        UPDATE counters SET value = ${EDITION} WHERE name = ${COUNTER}`),
    )
  }
  await inBatches(db, NEW_ITEM_NAMES, foldItemName)
}

const COUNTER = 'search_columns_edition'

async function editionOf(db: Database): Promise<number> {
  const row = await db.get<{ value: number }>(sql`
    SELECT value FROM counters WHERE name = ${COUNTER}`)
  return row?.value ?? 0
}

async function foldAll(db: Database, onProgress: UpgradeProgress): Promise<void> {
  const row = await db.get<{ rows: number }>(sql`
    SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM users)
         + (SELECT count(*) FROM item_names) AS rows`)
  const all = row?.rows ?? 0
  let done = 0
  const progress = (rows: number) => {
    done += rows
    onProgress(done, all)
  }
  await inBatches(db, CUSTOMERS, foldCustomer, progress)
  await inBatches(db, USERS, foldUser, progress)
  await inBatches(db, ITEM_NAMES, foldItemName, progress)
}

interface Stored {
  id: number
}

async function inBatches<Row extends Stored>(
  db: Database,
  rowsAfter: (id: number) => Sql,
  fold: (tx: Transaction, row: Row) => Promise<unknown> | undefined,
  progress: (rows: number) => void = () => {},
): Promise<void> {
  for (let last = 0; ; ) {
    const rows = await db.all<Row>(sql`${rowsAfter(last)} ORDER BY id LIMIT ${rowCount(BATCH)}`)
    if (rows.length === 0) return
    await db.write(async (tx) => {
      for (const row of rows) await fold(tx, row)
    })
    last = rows.at(-1)?.id ?? last
    progress(rows.length)
  }
}

interface StoredCustomer extends Stored {
  name: string
  phoneNumber: string
  nameFolded: string
  nameParts: string | null
  phoneDigits: string
}

const CUSTOMERS = (after: number) => sql`
  SELECT id, name, phone_number AS "phoneNumber", name_folded AS "nameFolded",
         name_parts AS "nameParts", phone_digits AS "phoneDigits"
  FROM customers
  WHERE id > ${after}`

/** Skips a row whose name or phone number was changed after it was read: that write folded it already. */
function foldCustomer(tx: Transaction, row: StoredCustomer) {
  const { nameFolded, nameParts, phoneDigits } = searchColumns(row)
  const isSame =
    nameFolded === row.nameFolded && nameParts === row.nameParts && phoneDigits === row.phoneDigits
  if (isSame) return undefined
  return tx.run(sql`
    UPDATE customers
    SET name_folded = ${nameFolded}, name_parts = ${nameParts}, phone_digits = ${phoneDigits}
    WHERE id = ${row.id} AND name = ${row.name} AND phone_number = ${row.phoneNumber}`)
}

interface StoredName extends Stored {
  name: string
  folded: string | null
}

const USERS = (after: number) => sql`
  SELECT id, full_name AS name, name_folded AS folded FROM users WHERE id > ${after}`

const foldUser = (tx: Transaction, { id, name }: StoredName) =>
  tx.run(sql`
    UPDATE users SET name_folded = ${foldText(name)} WHERE id = ${id} AND full_name = ${name}`)

const ITEM_NAMES = (after: number) => sql`
  SELECT id, name, folded FROM item_names WHERE id > ${after}`
const NEW_ITEM_NAMES = (after: number) => sql`
  SELECT id, name, folded FROM item_names WHERE folded IS NULL AND id > ${after}`

function foldItemName(tx: Transaction, row: StoredName) {
  const text = itemSearchText(row.name)
  if (text === row.folded) return undefined
  return tx.run(sql`UPDATE item_names SET folded = ${text} WHERE id = ${row.id}`)
}

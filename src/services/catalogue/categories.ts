// Categories: list, create, update, archive and restore.
import type { Reader } from '../../db/database.ts'
import { list, type Sql, sql, where } from '../../db/sql.ts'
import { notFound, Refusal } from '../../lib/errors/refusal.ts'
import { foldText, normalizeLine, trimToNull } from '../../lib/text/normalize.ts'
import type {
  Category,
  CategoryInput,
  CategoryPatch,
  CategoryQuery,
} from '../../schemas/catalogue/categories.ts'
import { PUBLIC_KINDS } from '../../schemas/catalogue/products.ts'
import type { EventData } from '../../schemas/events/types.ts'
import { archiveRow, restoreRow } from '../shared/archive.ts'
import type { Change } from '../shared/change.ts'
import { differences, recordEvent } from '../shared/events/record.ts'
import { decodeSorted, limitOf, type Page, pageOf } from '../shared/paging.ts'
import { type ExpectedVersion, expectVersion } from '../shared/versions.ts'
import { freeSlug, slugOf } from './slugs.ts'

/** Who reads: customers do not see material, nor categories that have nothing else. */
export type Reading = 'staff' | 'public'

export type { Category }

const kindOf = (reading: Reading): Sql =>
  reading === 'staff' ? sql`` : sql`AND p.kind IN (${list(PUBLIC_KINDS)})`

const columns = (reading: Reading) => sql`
  c.id, c.name, c.slug, c.description, c.position,
  (SELECT count(*) FROM products p
   WHERE p.category_id = c.id AND p.archived_at IS NULL ${kindOf(reading)}) AS products,
  c.version, c.archived_at AS "archivedAt", c.created_at AS "createdAt", c.updated_at AS "updatedAt"`

type Row = Category & { nameFolded: string }

/** By position, then by name. @throws Refusal `invalid_cursor` */
export async function listCategories(
  db: Reader,
  query: CategoryQuery,
  reading: Reading = 'staff',
): Promise<Page<Category>> {
  const limit = query.limit ?? 50
  const filters = conditions(query, reading)
  if (query.cursor) {
    const last = decodeSorted(query.cursor, 'categories', ['number', 'string', 'number'])
    filters.push(sql`(c.position, c.name_folded, c.id) > (${list(last)})`)
  }
  const rows = await db.all<Row>(sql`
    SELECT ${columns(reading)}, c.name_folded AS "nameFolded"
    FROM categories c
    ${where(filters)}
    ORDER BY c.position, c.name_folded, c.id
    ${limitOf({ ...query, limit })}`)
  const page = pageOf(rows, limit, (row) => ['categories', row.position, row.nameFolded, row.id])
  return { ...page, rows: page.rows.map(({ nameFolded, ...category }) => category) }
}

export async function countCategories(
  db: Reader,
  query: CategoryQuery,
  reading: Reading = 'staff',
): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM categories c ${where(conditions(query, reading))}`)
  return row?.total ?? 0
}

function conditions({ archived }: CategoryQuery, reading: Reading): Sql[] {
  const isCurrent = archived ? sql`c.archived_at IS NOT NULL` : sql`c.archived_at IS NULL`
  return reading === 'staff' ? [isCurrent] : [isCurrent, hasMoreThanMaterial]
}

/** Also true of one without products. */
const hasMoreThanMaterial = sql`(
  EXISTS (SELECT 1 FROM products p
          WHERE p.category_id = c.id AND p.archived_at IS NULL AND p.kind <> 'material')
  OR NOT EXISTS (SELECT 1 FROM products p
                 WHERE p.category_id = c.id AND p.archived_at IS NULL))`

/** @throws Refusal `not_found` */
export async function getCategory(
  db: Reader,
  id: number,
  reading: Reading = 'staff',
): Promise<Category> {
  const category = await db.get<Category>(
    sql`SELECT ${columns(reading)} FROM categories c WHERE c.id = ${id}`,
  )
  if (!category || (reading === 'public' && category.archivedAt)) throw notFound('category')
  return category
}

/** A current one, as customers see it. */
export const findCategoryBySlug = (db: Reader, slug: string): Promise<Category | undefined> =>
  db.get<Category>(sql`
    SELECT ${columns('public')}
    FROM categories c
    WHERE c.slug = ${slug} AND c.archived_at IS NULL AND ${hasMoreThanMaterial}`)

/** @throws Refusal `category_name_taken` */
export async function createCategory(change: Change, input: CategoryInput): Promise<Category> {
  const name = normalizeLine(input.name)
  await expectFreeName(change, name)
  const last = await change.get<{ position: number | null }>(
    sql`SELECT max(position) AS position FROM categories`,
  )
  const position = input.position ?? Math.min((last?.position ?? 0) + 1, 9999)
  const slug = await freeSlug(change, sql`categories`, slugOf(name, 'category'))
  const created = await change.get<{ id: number }>(sql`
    INSERT INTO categories (name, name_folded, slug, description, position, created_at, updated_at)
    VALUES (${name}, ${foldText(name)}, ${slug}, ${trimToNull(input.description)}, ${position},
            ${change.at}, ${change.at})
    RETURNING id`)
  if (!created) throw new Error('INSERT ... RETURNING brought no row')
  await recordEvent(change, 'category.created', created.id, { name })
  return getCategory(change, created.id)
}

/**
 * The slug stays, so that addresses do.
 * @throws Refusal `not_found`, `stale_version`, `category_name_taken`
 */
export async function updateCategory(
  change: Change,
  id: number,
  patch: CategoryPatch,
  version?: ExpectedVersion,
): Promise<Category> {
  const before = await getCategory(change, id)
  expectVersion('category', before.version, version)
  const fields = {
    name: patch.name === undefined ? before.name : normalizeLine(patch.name),
    description:
      patch.description === undefined ? before.description : trimToNull(patch.description),
    position: patch.position ?? before.position,
  }
  const data = differences(before, fields)
  if (Object.keys(data).length === 0) return before
  await expectFreeName(change, fields.name, id)
  await change.run(sql`
    UPDATE categories
    SET name = ${fields.name}, name_folded = ${foldText(fields.name)},
        description = ${fields.description}, position = ${fields.position},
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  await recordEvent(change, 'category.updated', id, data)
  return getCategory(change, id)
}

/** Its products stay, and keep it for the day it is restored. @throws Refusal `not_found`, `stale_version` */
export async function removeCategory(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  await archiveRow(change, 'category', await getCategory(change, id), version)
}

/** @param facts additional data of the event @throws Refusal `not_found` */
export async function restoreCategory(
  change: Change,
  id: number,
  facts: EventData<'category.restored'> = {},
): Promise<Category> {
  await restoreRow(change, 'category', await getCategory(change, id), facts)
  return getCategory(change, id)
}

async function expectFreeName(db: Reader, name: string, id = 0): Promise<void> {
  const other = await db.get<{ name: string; archivedAt: string | null }>(sql`
    SELECT name, archived_at AS "archivedAt" FROM categories
    WHERE name_folded = ${foldText(name)} AND id <> ${id}`)
  if (!other) return
  const words = other.archivedAt
    ? `There is an archived category "${other.name}". Restore it, or choose another name.`
    : `There is a category "${other.name}" already. Choose another name.`
  throw new Refusal('conflict', 'category_name_taken', words)
}

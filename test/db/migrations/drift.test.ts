// Schema drift between SQLite and PostgreSQL: nothing is added or forgotten in only one of them.
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { openPostgres } from '../../../src/db/postgres/engine.ts'
import { Sql } from '../../../src/db/sql.ts'
import { openSqlite } from '../../../src/db/sqlite/engine.ts'
import { createDatabase, onlyOnPostgres } from '../../support/database/index.ts'

onlyOnPostgres()

/** Objects that only one engine has, by name, with the reason. */
const OWN: RegExp[] = [
  /^write_turns$/, // PostgreSQL: works that were in each other's way take turns
  /^events_announced$/, // PostgreSQL: says which ids a transaction may still bring
  /^order_sum/, // many write at once on PostgreSQL, so there the sums are a view of what was added and taken away
  /^owing_customer(s$|_changes)/, // the same with the number of customers who owe
  /^customer_sum_changes/, // SQLite has no procedures: a view with a trigger is one
  /^(customer|item_name)_search|^item_names_searched/, // a table of FTS5, an index of pg_trgm
]

const file = await openSqlite({ file: join(t.testdir(), 'hemline.db') })
t.teardown(() => file.close())
const url = await createDatabase(t)
await (await openPostgres({ url })).close()
const server = new pg.Client({ connectionString: url })
await server.connect()
t.teardown(() => server.end())

type Row = Record<string, string>
const ofFile = (query: string) => file.all<Row>(new Sql([query], []))
const ofServer = async (query: string): Promise<Row[]> => (await server.query(query)).rows

/** One line for each object, sorted, without those that only one engine has. */
function lines(rows: Row[], line: (row: Row) => string): string[] {
  const isOwn = (name: string) => OWN.some((own) => own.test(name))
  const shared = rows.filter(({ name = '', place = '' }) => !isOwn(name) && !isOwn(place))
  return shared.map(line).sort()
}

t.test('both engines have the same tables and columns', async (t) => {
  const expected = await ofFile(`
    SELECT m.name AS place, c.name, c.type, c."notnull" OR c.pk > 0 AS given, c.dflt_value AS usual,
           m.sql LIKE '%' || c.name || '%json_valid(' || c.name || ')%' AS json
    FROM sqlite_schema m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`)
  const rows = await ofServer(`
    SELECT table_name AS place, column_name AS name, data_type AS type, collation_name AS letters,
           is_nullable = 'NO' AS given, column_default AS usual
    FROM information_schema.columns WHERE table_schema = 'public'`)
  const types: Row = { bigint: 'INTEGER', text: 'TEXT', json: 'TEXT json', bytea: 'BLOB' }
  t.strictSame(
    lines(rows, ({ place, name, type = '', given, usual }) =>
      [place, name, types[type] ?? type, Boolean(given), usualOf(usual)].join(' '),
    ),
    lines(expected, ({ place, name, type, given, usual, json }) =>
      [place, name, json ? `${type} json` : type, Boolean(given), usualOf(usual)].join(' '),
    ),
  )
  const letters = rows.filter(({ type, letters }) => type === 'text' && letters !== 'C')
  t.strictSame(
    letters.filter(({ place }) => place !== 'schema_migrations'),
    [],
    'text is compared byte by byte',
  )
})

/** A default without the type cast that PostgreSQL appends. */
const usualOf = (usual?: string | null) => usual?.replace(/::\w+$/, '') ?? 'none'

/** Value lists of columns, as each engine writes them; PostgreSQL turns a list of one into an equation. */
const LIST = /\b(\w+) IN \(([^)]*)\)/
const ARRAY = /^CHECK \(+(\w+) = (?:ANY \(ARRAY\[(.*?)\]|('[^']*'))/
const words = (list = '') => [...list.matchAll(/'[^']*'|\b\d+\b/g)].join(' ')

t.test('both engines have the same value lists and as many other checks', async (t) => {
  const tables = await ofFile(`
    SELECT name AS place, sql AS text FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%CHECK%'`)
  const expected = tables.flatMap(({ place = '', text = '' }) =>
    checksOf(text).map((text) => ({ place, text })),
  )
  const rows = await ofServer(`
    SELECT conrelid::regclass::text AS place, pg_get_constraintdef(oid) AS text
    FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace`)
  const line = (pattern: RegExp) => (row: Row) => {
    const [, column, ...list] = pattern.exec(row.text ?? '') ?? []
    return column ? `${row.place}.${column}: ${words(list.join())}` : `${row.place}: another`
  }
  t.strictSame(lines(rows, line(ARRAY)), lines(expected, line(LIST)))
})

/** Conditions of a CREATE TABLE; json_valid is a type in PostgreSQL. */
function checksOf(text: string): string[] {
  const differences: string[] = []
  const bare = text.replaceAll(/--.*$/gm, '')
  for (const { index } of bare.matchAll(/CHECK\s*\(/g)) {
    const start = bare.indexOf('(', index)
    let depth = 0
    let end = start
    do {
      if (bare[end] === '(') depth++
      if (bare[end] === ')') depth--
      end++
    } while (depth > 0)
    const check = bare.slice(start, end)
    if (!check.includes('json_valid')) differences.push(check)
  }
  return differences
}

t.test('both engines have the same indexes', async (t) => {
  const expected = await ofFile(`
    SELECT m.name AS place, i.name, i."unique" AS single, i.partial
    FROM sqlite_schema m JOIN pragma_index_list(m.name) i
    WHERE m.type = 'table' AND i.origin = 'c'`)
  const rows = await ofServer(`
    SELECT i.indrelid::regclass::text AS place, c.relname AS name, i.indisunique::int AS single,
           (i.indpred IS NOT NULL)::int AS partial
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))`)
  const line = ({ place, name, single, partial }: Row) => `${place} ${name} ${single} ${partial}`
  t.strictSame(lines(rows, line), lines(expected, line))
})

t.test('both engines have the same keys', async (t) => {
  const expected = await ofFile(`
    SELECT m.name AS place, f."from" || ' -> ' || f."table" || ' ' || f.on_delete AS text
    FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
    UNION ALL
    SELECT m.name, i.origin || ': ' || (SELECT group_concat(c.name, ' ' ORDER BY c.seqno) FROM pragma_index_info(i.name) c)
    FROM sqlite_schema m JOIN pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin IN ('u', 'pk')
    UNION ALL
    SELECT m.name, 'pk: ' || c.name
    FROM sqlite_schema m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND c.pk > 0
      AND NOT EXISTS (SELECT 1 FROM pragma_index_list(m.name) i WHERE i.origin = 'pk')`)
  const rows = await ofServer(`
    SELECT k.conrelid::regclass::text AS place,
           CASE k.contype
             WHEN 'f' THEN columns || ' -> ' || k.confrelid::regclass::text || ' ' ||
                           CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'NO ACTION' END
             WHEN 'u' THEN 'u: ' || columns
             ELSE 'pk: ' || columns
           END AS text
    FROM pg_constraint k,
         LATERAL (SELECT string_agg(a.attname, ' ' ORDER BY u.position) AS columns
                  FROM unnest(k.conkey) WITH ORDINALITY u(number, position)
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) c
    WHERE k.contype IN ('f', 'u', 'p') AND k.connamespace = 'public'::regnamespace`)
  const line = ({ place, text }: Row) => `${place} ${text}`
  t.strictSame(lines(rows, line), lines(expected, line))
})

t.test('both engines have the same triggers', async (t) => {
  const expected = await ofFile(
    `SELECT tbl_name AS place, name FROM sqlite_schema WHERE type = 'trigger'`,
  )
  const rows = await ofServer(`
    SELECT tgrelid::regclass::text AS place, tgname AS name FROM pg_trigger WHERE NOT tgisinternal`)
  const line = ({ place, name }: Row) => `${place} ${name}`
  t.strictSame(lines(rows, line), lines(expected, line))
})

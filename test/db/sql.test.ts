// The sql template tag: keeps SQL and parameters apart, whatever somebody types.
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { byAlias, empty, identifier, join, list, sql, textOf, where } from '../../src/db/sql.ts'
import { ROOT } from '../../src/lib/root.ts'
import { openRail } from '../support/database/rail.ts'

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()

t.test('a value never becomes part of the SQL', async (t) => {
  const typed = `Robert'); DROP TABLE garments; --`
  const query = sql`SELECT * FROM garments WHERE name = ${typed} AND price > ${5}`
  t.equal(textOf(query), 'SELECT * FROM garments WHERE name = ? AND price > ?')
  t.same(query.values, [typed, 5])
})

t.test('hostile names are stored and read unchanged', async (t) => {
  const { db } = await openRail(t)
  const names = [`Robert'); DROP TABLE garments; --`, `" OR 1=1`, '?', '$1', 'ünïcode 👗', '']
  for (const name of names) {
    await db.write(({ run }) => run(sql`INSERT INTO garments (name) VALUES (${name})`))
    const rows = await db.all<{ name: string }>(sql`
      SELECT name FROM garments WHERE name = ${name}`)
    t.same(rows, [{ name }])
  }
  t.same(await db.get(sql`SELECT count(*) AS n FROM garments`), { n: names.length })
})

t.test('fragments nest, and their parameters keep their order', async (t) => {
  const cheap = sql`price < ${100}`
  const named = sql`(name = ${'veil'} OR ${cheap})`
  const query = sql`SELECT * FROM garments ${where([named, sql`id > ${7}`])} LIMIT ${50}`
  t.equal(textOf(query), 'SELECT * FROM garments WHERE (name = ? OR price < ?) AND id > ? LIMIT ?')
  t.same(query.values, ['veil', 100, 7, 50])
  t.equal(
    query
      .text((position) => `$${position}`)
      .match(/\$\d/g)
      ?.join(' '),
    '$1 $2 $3 $4',
  )
})

t.test('no conditions give no WHERE, and joining nothing gives nothing', async (t) => {
  t.equal(squeezed(textOf(sql`SELECT 1 ${where([])} ${join([], ', ')} ${empty}`)), 'SELECT 1')
})

t.test('a list fits IN; an empty one matches nothing', async (t) => {
  const { db } = await openRail(t)
  await db.write(({ run }) => run(sql`INSERT INTO garments (name) VALUES ('gown'), ('veil')`))
  const among = (names: string[]) =>
    db.all(sql`SELECT name FROM garments WHERE name IN (${list(names)}) ORDER BY name`)
  t.same(await among(['gown', 'veil', `'); DROP TABLE garments; --`]), [
    { name: 'gown' },
    { name: 'veil' },
  ])
  t.same(await among([]), [])
})

t.test('an identifier from outside is accepted only if it is in the allowed list', async (t) => {
  const column = (name: string) =>
    sql`SELECT * FROM garments ORDER BY ${identifier(name, ['name', 'price'])}`
  t.equal(textOf(column('price')), 'SELECT * FROM garments ORDER BY price')
  t.throws(() => column('price; DROP TABLE garments'), TypeError)
  t.throws(() => column('constructor'), TypeError)
})

t.test(
  'row counts are never bound as parameters: the engines would prepare the statement again',
  (t) => {
    const services = resolve(ROOT, 'src/services')
    const bare = readdirSync(services, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => readFileSync(resolve(services, file), 'utf8').split('\n'))
      .filter((line) => /(LIMIT|OFFSET) \$\{(?!rowCount\(|Number\()/.test(line))
    t.strictSame(bare, [])
    t.end()
  },
)

t.test('the SQL of a template is built once', async (t) => {
  const find = (id: number) => sql`SELECT * FROM garments WHERE id = ${id}`
  t.equal(find(1).strings, find(2).strings)
})

t.test('a fragment by alias', async (t) => {
  const isLate = byAlias(['o', 'm'], (alias) => sql`${alias}.due_at < ${1}`)
  t.equal(textOf(isLate('o')), 'o.due_at < ?')
  t.equal(textOf(isLate('m')), 'm.due_at < ?')
  t.equal(isLate('o'), isLate('o'), 'is built once for each alias')
  const other = 'o; DROP TABLE orders' as 'o'
  t.throws(() => isLate(other), /is not an allowed alias/)
})

// The sql tag keeps text and values apart, whatever somebody types.
import t from 'tap'
import { empty, identifier, join, list, sql, textOf, where } from '../../src/db/sql.ts'
import { openRail } from './temporary.ts'

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()

t.test('a value never becomes part of the text', async (t) => {
  const typed = `Robert'); DROP TABLE garments; --`
  const query = sql`SELECT * FROM garments WHERE name = ${typed} AND price > ${5}`
  t.equal(textOf(query), 'SELECT * FROM garments WHERE name = ? AND price > ?')
  t.same(query.values, [typed, 5])
})

t.test('hostile names are stored and found letter by letter', async (t) => {
  const { db } = await openRail(t)
  const names = [`Robert'); DROP TABLE garments; --`, `" OR 1=1`, '?', '$1', 'ünïcode 👗', '']
  for (const name of names) {
    await db.write(({ run }) => run(sql`INSERT INTO garments (name) VALUES (${name})`))
    const found = await db.all<{ name: string }>(sql`
      SELECT name FROM garments WHERE name = ${name}`)
    t.same(found, [{ name }])
  }
  t.same(await db.get(sql`SELECT count(*) AS n FROM garments`), { n: names.length })
})

t.test('fragments nest, and their values keep their places', async (t) => {
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

t.test('no condition is no WHERE, and joining nothing is nothing', async (t) => {
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

t.test('an identifier from outside is taken only when it is allowed', async (t) => {
  const column = (name: string) =>
    sql`SELECT * FROM garments ORDER BY ${identifier(name, ['name', 'price'])}`
  t.equal(textOf(column('price')), 'SELECT * FROM garments ORDER BY price')
  t.throws(() => column('price; DROP TABLE garments'), TypeError)
  t.throws(() => column('constructor'), TypeError)
})

t.test('the text of a template is put together once', async (t) => {
  const find = (id: number) => sql`SELECT * FROM garments WHERE id = ${id}`
  t.equal(find(1).strings, find(2).strings)
})

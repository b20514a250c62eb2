// The migration that splits the full names of the accounts there are.
import { readFileSync } from 'node:fs'
import t from 'tap'
import { Sql, sql } from '../../../src/db/sql.ts'
import { build } from '../../support/app.ts'
import { ENGINE } from '../../support/database/index.ts'

t.test('the last word is the last name, and the full name stays', async (t) => {
  const { db } = await build(t)
  const file = new URL(`../../../migrations/${ENGINE}/0026-names-and-avatars.sql`, import.meta.url)
  const [split = ''] = /UPDATE users[^;]+/.exec(readFileSync(file, 'utf8')) ?? []
  for (const [name, first, last] of [
    ['Rosa Lindqvist', 'Rosa', 'Lindqvist'],
    ['Rosa Maria Lindqvist', 'Rosa Maria', 'Lindqvist'],
    ['Anna Hannah', 'Anna', 'Hannah'],
    ['Zoë Ångström', 'Zoë', 'Ångström'],
    ['Madonna', 'Madonna', null],
    ['山田 太郎', '山田', '太郎'],
    ["a 50% (half) O'Dwyer", 'a 50% (half)', "O'Dwyer"],
  ] as const) {
    await db.write(async (tx) => {
      await tx.run(sql`UPDATE users SET full_name = ${name}, first_name = NULL, last_name = NULL`)
      await tx.run(new Sql([split], []))
    })
    const row = await db.get(sql`
      SELECT full_name AS name, first_name AS first, last_name AS last FROM users LIMIT 1`)
    t.strictSame({ ...(row as object) }, { name, first, last })
  }
})

// Where many write at once: an entity tag is given only when no event with a smaller id can still appear.
import t from 'tap'
import { change, SYSTEM } from '../../src/services/change.ts'
import { completeChain } from '../../src/services/event-chain.ts'
import { recordEvent } from '../../src/services/events.ts'
import { marksOf } from '../../src/services/marks.ts'
import { onlyOnPostgres, openOwn } from '../database.ts'

onlyOnPostgres()
const db = await openOwn(t)
const ring = (id: number, meanwhile = async () => {}) =>
  db.write(
    async (tx) => {
      await recordEvent(change(tx, SYSTEM), 'bell.rung', 'order', id)
      await meanwhile()
    },
    { alone: true },
  )

t.test('a change under way is never hidden by a later one that was faster', async (t) => {
  await ring(1)
  t.equal(await marksOf(db), undefined, 'not hashed yet')
  await completeChain(db)
  const before = await marksOf(db)
  t.match(before?.text, /^1 /)
  await ring(2, async () => {
    await ring(3)
    await completeChain(db)
    t.equal(await marksOf(db), undefined, 'the third is there, the second may still come')
  })
  await completeChain(db)
  t.match((await marksOf(db))?.text, /^3 /)
})

// Entity tags under concurrent writes: given only when no event with a smaller id can still appear.
import t from 'tap'
import { stateTag } from '../../../../src/services/orders/lists/state-tag.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { completeChain } from '../../../../src/services/shared/events/chain.ts'
import { recordEvent } from '../../../../src/services/shared/events/record.ts'
import { onlyOnPostgres, openOwn } from '../../../support/database/index.ts'

onlyOnPostgres()
const db = await openOwn(t)
const ring = (id: number, meanwhile = async () => {}) =>
  db.write(
    async (tx) => {
      await recordEvent(change(tx, SYSTEM), 'order.restored', id, {})
      await meanwhile()
    },
    { alone: true },
  )

t.test('an uncommitted change is not hidden by a later one that committed first', async (t) => {
  await ring(1)
  t.equal(await stateTag(db), undefined, 'not hashed yet')
  await completeChain(db)
  const before = await stateTag(db)
  t.match(before?.text, /^1 /)
  await ring(2, async () => {
    await ring(3)
    await completeChain(db)
    t.equal(await stateTag(db), undefined, 'the third is there, the second may still come')
  })
  await completeChain(db)
  t.match((await stateTag(db))?.text, /^3 /)
})

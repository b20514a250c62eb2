// Health check and responses while the database fails.
import t from 'tap'
import { buildApp } from '../../../src/app.ts'
import type { Database } from '../../../src/db/database.ts'
import { CommitError, UnreachableError } from '../../../src/db/errors.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { refused } from '../../support/api.ts'
import { build, OWNER, program, testConfig } from '../../support/app.ts'
import { ENGINE } from '../../support/database/index.ts'
import { AMINA } from '../../support/shop/factories.ts'

/** The app with a database that fails in one way. */
async function brokenShop(failure: Partial<Database>) {
  const config = await testConfig(t)
  const db = await openDatabase(config)
  const shop = await buildApp({ config, db: Object.assign(Object.create(db), db, failure) })
  t.teardown(() => shop.close())
  return shop
}

t.test('an unreachable database is 503, also in the health check', async (t) => {
  const app = await build(t)
  const well = await app.inject('/api/health')
  t.strictSame(well.json(), { status: 'ok', database: 'ok', engine: ENGINE })
  t.strictSame((await app.inject('/healthz')).json(), well.json())
  let isDown: boolean | 'cut' = false
  const down = await brokenShop({
    get: async () => {
      if (isDown === 'cut') throw new UnreachableError(new Error('ECONNRESET'))
      if (isDown) throw new Error('SQLITE_IOERR: disk I/O error')
      return { ok: 1 } as never
    },
  })
  await down.ready()
  isDown = true
  for (const url of ['/api/health', '/healthz']) {
    const answer = await down.inject(url)
    refused(t, answer, 503, 'database_unreachable', url)
    t.equal(answer.headers['retry-after'], '5')
    t.notMatch(answer.body, /SQLITE|disk/)
  }
  isDown = 'cut'
  const answer = await down.inject('/api/track/AAAAAAAAAAAAAAAAAAAAAA')
  refused(t, answer, 503, 'database_unreachable', 'any other question too')
  t.notMatch(answer.body, /ECONN/)
})

t.test('a failed commit is 503: nothing was saved, a retry is safe', async (t) => {
  let failure: Error | undefined
  const config = await testConfig(t, { ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password })
  const db = await openDatabase(config)
  const write: Database['write'] = (work) => (failure ? Promise.reject(failure) : db.write(work))
  const full = await buildApp({ config, db: Object.assign(Object.create(db), db, { write }) })
  t.teardown(() => full.close())
  const ines = await program(full)
  const noRoomForAnUpload = Object.assign(new Error('write'), { code: 'ENOSPC' })
  for (failure of [new CommitError(new Error('SQLITE_FULL')), noRoomForAnUpload]) {
    const answer = await ines.post('/api/customers', AMINA)
    refused(t, answer, 503, 'not_saved')
    t.equal(answer.headers['retry-after'], '5')
    t.notMatch(answer.body, /SQLITE|ENOSPC/)
  }
  failure = undefined
  t.equal((await ines.post('/api/customers', AMINA)).statusCode, 201)
})

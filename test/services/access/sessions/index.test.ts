// Sessions: extended by use with few writes, expired, and deleted.
import t, { type Test } from 'tap'
import type { Database } from '../../../../src/db/database.ts'
import { sql } from '../../../../src/db/sql.ts'
import {
  deleteOldSessions,
  startBrowserSession,
} from '../../../../src/services/access/sessions/index.ts'
import { SessionUse } from '../../../../src/services/access/sessions/use.ts'
import { createOwner } from '../../../../src/services/access/setup.ts'
import { findBrowserViewer, type SeenViewer } from '../../../../src/services/access/viewers.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { openOwn } from '../../../support/database/index.ts'

const DAY = 86_400
const NOON = '2026-11-02T12:00:00.000Z'
const later = (minutes: number) => new Date(Date.parse(NOON) + minutes * 60_000)

/** A shop whose owner signed in at noon for a day. */
async function signedInAtNoon(t: Test) {
  const db = await openOwn(t)
  const secret = await db.write(async (tx) => {
    const noon = change(tx, SYSTEM, null, NOON)
    const owner = { email: 'ines@shop.test', fullName: 'Ines', passwordHash: 'not a hash' }
    const { id } = await createOwner(noon, owner)
    const session = { userId: id, userAgent: 'test', address: '192.0.2.1', expiresIn: DAY }
    return (await startBrowserSession(noon, session)).secret
  })
  return { db, secret }
}

const viewerAt = async (db: Database, secret: string, at: Date) =>
  (await findBrowserViewer(db, secret, at)) as SeenViewer

const rowOf = (db: Database) =>
  db.get<{ hash: string; usedAt: string; expiresAt: string }>(
    sql`SELECT secret_hash AS hash, last_used_at AS "usedAt", expires_at AS "expiresAt" FROM sessions`,
  )

t.test('the database has only a hash of the secret', async (t) => {
  const { db, secret } = await signedInAtNoon(t)
  t.not((await rowOf(db))?.hash, secret)
  t.equal(Buffer.from(secret, 'base64url').length, 32)
})

t.test('an unused session expires', async (t) => {
  const { db, secret } = await signedInAtNoon(t)
  t.ok(await findBrowserViewer(db, secret, later(24 * 60 - 1)))
  t.notOk(await findBrowserViewer(db, secret, later(24 * 60 + 1)))
})

t.test('a session ends with the right to sign in, even if nobody ended it', async (t) => {
  const { db, secret } = await signedInAtNoon(t)
  await db.write((tx) => tx.run(sql`UPDATE users SET is_active = 0`))
  t.notOk(await findBrowserViewer(db, secret, later(1)))
})

t.test('use extends a session, with at most one write a minute', async (t) => {
  const { db, secret } = await signedInAtNoon(t)
  const use = new SessionUse(db, DAY, (error) => t.fail(String(error)))
  const writes = db.stats().writes

  use.note(await viewerAt(db, secret, later(0.5)), '192.0.2.1', later(0.5))
  await use.settled()
  t.equal(db.stats().writes, writes, 'half a minute later nothing is written')

  const viewer = await viewerAt(db, secret, later(2))
  for (let request = 0; request < 20; request++) use.note(viewer, '192.0.2.2', later(2))
  t.equal(db.stats().writes, writes, 'the requests did not wait for it')
  await use.settled()
  t.equal(db.stats().writes, writes + 1, 'twenty requests wrote once')
  t.match(await rowOf(db), {
    usedAt: '2026-11-02T12:02:00.000Z',
    expiresAt: '2026-11-03T12:02:00.000Z',
  })
})

t.test('a failed write is logged and affects no request', async (t) => {
  const { db, secret } = await signedInAtNoon(t)
  const warnings: unknown[] = []
  const broken = {
    ...db,
    write: () => Promise.reject(new Error('disk full')),
  } as unknown as Database
  const use = new SessionUse(broken, DAY, (error) => warnings.push(error))
  use.note(await viewerAt(db, secret, later(2)), '192.0.2.2', later(2))
  await use.settled()
  t.match(warnings, [{ message: 'disk full' }])
})

t.test('expired sessions are deleted', async (t) => {
  const { db } = await signedInAtNoon(t)
  const forget = (at: string) => db.write((tx) => deleteOldSessions(change(tx, SYSTEM, null, at)))
  t.equal(await forget('2026-12-01T12:00:00.000Z'), 0)
  t.equal(await forget('2026-12-04T12:00:00.000Z'), 1)
})

// Sample shop for tests of all pages: five months of orders, people, payments and photos.
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { fillShop } from '../../../scripts/sample/shop.ts'
import type { Database } from '../../../src/db/database.ts'
import { createKey } from '../../../src/services/access/keys/index.ts'
import { createKeySecret } from '../../../src/services/access/keys/secret.ts'
import { change, SYSTEM } from '../../../src/services/shared/change.ts'
import { buildEmpty, OWNER } from '../app.ts'

/** Fills an empty shop, and makes an API key. Its owner is OWNER; by default it has more orders than one page of the list. */
export async function fillSample(db: Database, { orders = 60 } = {}): Promise<void> {
  const { email, password } = OWNER
  await fillShop(db, {
    orders,
    byRows: false,
    photographed: 2,
    photographedProducts: 2,
    seed: 1,
    now: new Date(),
    owner: { email, password },
    progress: () => {},
  })
  const website = { name: 'Website', scopes: ['orders.read' as const], expiresAt: '2099-12-31' }
  await db.write((tx) => createKey(change(tx, SYSTEM), website, createKeySecret()))
}

export async function buildSample(t: Test, env: NodeJS.ProcessEnv = {}): Promise<FastifyInstance> {
  const app = await buildEmpty(t, env)
  await fillSample(app.db)
  return app
}

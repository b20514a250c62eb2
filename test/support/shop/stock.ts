// Stock of a shop as its services take and keep it, for tests.
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { Refusal } from '../../../src/lib/errors/refusal.ts'
import { checkIntegrity } from '../../../src/services/audit/integrity.ts'
import { type Holder, holdStock } from '../../../src/services/catalogue/stock/holds.ts'
import type { StockLine } from '../../../src/services/catalogue/stock/shortage.ts'
import { takeStock } from '../../../src/services/catalogue/stock/take.ts'
import { type Change, change, SYSTEM } from '../../../src/services/shared/change.ts'

/** How long a hold lasts, in milliseconds. */
export const HALF_HOUR = 1_800_000

/** @param orderId whose order takes it */
export function stockOf({ db }: FastifyInstance, orderId: number) {
  const write = <Result>(work: (change: Change) => Promise<Result>, at?: string) =>
    db.write((tx) => work(change(tx, SYSTEM, null, at)))
  return {
    write,
    take: (...lines: StockLine[]) =>
      write((tx) => takeStock(tx, lines, { reason: 'sold', orderId })),
    hold: (holder: string, lines: StockLine[], more: Partial<Holder> = {}, at?: string) =>
      write((tx) => holdStock(tx, lines, { holder, lasts: HALF_HOUR, ...more }), at),
    booksAreRight: async (t: Test, words: string) => {
      const { problems } = await checkIntegrity(db)
      t.strictSame(problems, [], words)
    },
  }
}

/** The refusal of a promise; undefined if it was carried out. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

// Checks the books of the shop: that nobody changed the past, that everything adds up, and that the file is sound.
import type { Database } from '../db/database.ts'
import { checkStorage } from '../db/storage-check.ts'
import { type ChainEnd, checkEvents } from './integrity-events.ts'
import { Findings, type IntegrityProblem } from './integrity-findings.ts'
import { checkOrders } from './integrity-orders.ts'

export interface IntegrityReport {
  ok: boolean
  /** How many of each were looked at. */
  checked: Findings['checked']
  problems: readonly IntegrityProblem[]
  /** Problems beyond those that are listed. */
  unlisted: number
  /** The end of the hash chain; null for an empty log. Kept elsewhere, it shows whether the log was rewritten. */
  newestEvent: ChainEnd | null
}

const running = new WeakMap<Database, Promise<IntegrityReport>>()

/** Reads everything once, in slices, while the shop goes on. Who asks while a check runs gets the same answer. */
export function checkIntegrity(db: Database): Promise<IntegrityReport> {
  const known = running.get(db)
  if (known) return known
  const report = check(db).finally(() => running.delete(db))
  running.set(db, report)
  return report
}

async function check(db: Database): Promise<IntegrityReport> {
  const findings = new Findings()
  const storage = checkStorage(db)
  storage.catch(() => {}) // it is awaited below; until then a failure is not unhandled
  const newestEvent = await checkEvents(db, findings)
  await checkOrders(db, findings)
  findings.add(...(await storage))
  const { ok, checked, problems, unlisted } = findings
  return { ok, checked, problems, unlisted, newestEvent }
}

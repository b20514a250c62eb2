// Integrity check: the event log, the amounts of all orders, the sums of customers, stock, and the database file.
import type { Database } from '../../db/database.ts'
import { StorageError } from '../../db/errors.ts'
import { checkStorage } from '../../db/files/storage-check.ts'
import { checkCustomerSums } from './customer-sums.ts'
import { type ChainEnd, checkEvents } from './events.ts'
import { Findings, type IntegrityProblem } from './findings.ts'
import { checkOrders } from './orders.ts'
import { checkStock } from './stock.ts'

export interface IntegrityReport {
  ok: boolean
  checked: Findings['checked']
  problems: IntegrityProblem[]
  unlisted: number
  /** Null for an empty log. Stored elsewhere, it proves later whether the log was rewritten. */
  newestEvent: ChainEnd | null
}

const running = new WeakMap<Database, Promise<IntegrityReport>>()

/** Reads everything once, in batches, while the shop is in use. Concurrent callers share one check. */
export function checkIntegrity(db: Database): Promise<IntegrityReport> {
  const runningCheck = running.get(db)
  if (runningCheck) return runningCheck
  const report = check(db).finally(() => running.delete(db))
  running.set(db, report)
  return report
}

async function check(db: Database): Promise<IntegrityReport> {
  const findings = new Findings()
  const storage = checkStorage(db)
  storage.catch(() => {}) // it is awaited below; until then a failure is not unhandled
  const newestEvent = await readable(findings, 'events', checkEvents(db, findings))
  await readable(findings, 'orders', checkOrders(db, findings))
  await readable(findings, 'customer_sums', checkCustomerSums(db, findings))
  await readable(findings, 'variants', checkStock(db, findings))
  findings.add(...(await storage))
  const { ok, checked, problems, unlisted } = findings
  return { ok, checked, problems, unlisted, newestEvent: newestEvent ?? null }
}

/** A damaged page makes a table unreadable: that is a finding, and the other checks continue. */
async function readable<Result>(findings: Findings, table: string, check: Promise<Result>) {
  return check.catch((error: unknown) => {
    if (!(error instanceof StorageError)) throw error
    const detail = `The rest of this table cannot be read: ${error.reason}`
    findings.add({ table, id: null, detail })
    return undefined
  })
}

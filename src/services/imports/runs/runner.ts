// Executes imports in the background: in batches of a few milliseconds, each its own transaction, so that other writers
// are not blocked and an interrupted import can be resumed.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause, setImmediate } from 'node:timers/promises'
import type { Database } from '../../../db/database.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import type { ImportNounName } from '../../../schemas/imports/index.ts'
import { type Actor, type Change, change } from '../../shared/change.ts'
import { withSmallMerges } from '../../shared/search/merge.ts'
import { type Batch, endRun, RunTakenOver, recordBatch } from './progress.ts'
import type { Unit } from './units.ts'

/**
 * Time limit of a batch. The event loop is blocked for less than 20 ms, including the last unit (2 ms in a shop of
 * 100,000 orders) and the commit, while one fsync still serves several orders.
 */
const BATCH_MS = 5
/** On PostgreSQL most of this time is network latency, which blocks nobody else. */
const REMOTE_BATCH_MS = 25
/** Limit of units per batch: bounds what a rollback repeats, and the locks held on PostgreSQL. */
const MOST_UNITS = 25
/** A pause as long as the batch follows each batch, so that requests get half of the processor. */
const LONGEST_PAUSE_MS = 50

export interface Run {
  id: number
  noun: ImportNounName
  units: readonly Unit[]
  actor: Actor
  requestId: string
}

interface Options {
  db: Database
  committed: () => void
  failed: (error: unknown, id: number) => void
}

/** A unit was refused while it was written; the batch is rolled back and repeated without it. */
class UnitRefused extends Error {
  constructor(
    readonly unit: Unit,
    readonly refusal: Refusal,
  ) {
    super(refusal.message)
  }
}

export class ImportRunner {
  readonly name = randomUUID()
  readonly #options: Options
  readonly #running = new Map<number, Promise<void>>()
  #stopped = false

  constructor(options: Options) {
    this.#options = options
  }

  start(run: Run): void {
    const ended = this.#carryOn(run)
      .catch((error: unknown) => this.#abandon(run, error))
      .finally(() => this.#running.delete(run.id))
    this.#running.set(run.id, ended)
  }

  /** Resolves when the run has ended in this process, at the latest after `ms`. */
  async ended(id: number, ms: number): Promise<void> {
    const timeout = new AbortController()
    await Promise.race([
      this.#running.get(id),
      pause(ms, undefined, { signal: timeout.signal }).catch(() => undefined),
    ])
    timeout.abort()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#running.values())
  }

  async #carryOn(run: Run): Promise<void> {
    const refused = new Map<Unit, Refusal>()
    let next = 0
    // After the response of whoever started it: the first batch of a process takes 15 ms.
    await setImmediate()
    while (next < run.units.length && !this.#stopped) {
      const began = performance.now()
      next = await this.#batch(run, next, refused)
      this.#options.committed()
      await pause(Math.min(performance.now() - began, LONGEST_PAUSE_MS))
    }
    const state = next < run.units.length ? 'interrupted' : 'done'
    await this.#write(run, (now) => endRun(now, { id: run.id, runner: this.name }, state))
  }

  async #abandon(run: Run, error: unknown): Promise<void> {
    this.#options.failed(error, run.id)
    if (error instanceof RunTakenOver) return
    const end = (now: Change) => endRun(now, { id: run.id, runner: this.name }, 'interrupted')
    await this.#write(run, end).catch((cause: unknown) => this.#options.failed(cause, run.id))
  }

  async #batch(run: Run, from: number, refused: Map<Unit, Refusal>): Promise<number> {
    for (;;) {
      try {
        return await this.#write(run, (now) =>
          withSmallMerges(now, () => this.#takeBatch(now, run, from, refused)),
        )
      } catch (error) {
        if (!(error instanceof UnitRefused)) throw error
        refused.set(error.unit, error.refusal)
      }
    }
  }

  /** May run twice: changes only its transaction. */
  async #takeBatch(now: Change, run: Run, from: number, refused: Map<Unit, Refusal>) {
    const batch: Batch = { made: [], known: 0, refused: 0, problems: [], lastLine: 0 }
    const until = performance.now() + (now.concurrent ? REMOTE_BATCH_MS : BATCH_MS)
    const end = Math.min(from + MOST_UNITS, run.units.length)
    let at = from
    while (at < end && (at === from || performance.now() < until)) {
      const unit = run.units[at++] as Unit
      batch.lastLine = unit.line
      const refusal = refused.get(unit)
      if (refusal) {
        batch.refused += 1
        batch.problems.push(...unit.problemsOf(refusal))
      } else await takeUnit(now, unit, batch)
    }
    await recordBatch(now, { id: run.id, noun: run.noun, runner: this.name }, batch)
    return at
  }

  /** A transaction of its own: on PostgreSQL, a conflict with another process must not roll back other changes. */
  #write<Result>({ actor, requestId }: Run, work: (now: Change) => Promise<Result>) {
    return this.#options.db.write((tx) => work(change(tx, actor, requestId)), { alone: true })
  }
}

async function takeUnit(now: Change, unit: Unit, batch: Batch): Promise<void> {
  try {
    const created = await unit.take(now)
    if (created) batch.made.push({ line: unit.line, reference: unit.reference, ...created })
    else batch.known += 1
  } catch (error) {
    if (error instanceof Refusal) throw new UnitRefused(unit, error)
    throw error
  }
}

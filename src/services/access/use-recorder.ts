// Records the use of sessions and API keys, at most once a minute each, and never while a request waits.
import type { Database, Transaction } from '../../db/database.ts'

const EVERY_MS = 60_000

export abstract class UseRecorder {
  /** Writes in progress by id: a burst of requests needs only one. */
  readonly #writing = new Map<number, Promise<void>>()

  constructor(
    private readonly db: Database,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Records that something is in use. Returns at once; the write happens later.
   * @param lastUsedAt as recorded, in Unix milliseconds
   */
  record(
    id: number,
    lastUsedAt: number,
    address: string,
    now = new Date(),
    everyMs = EVERY_MS,
  ): void {
    if (now.getTime() - lastUsedAt < everyMs || this.#writing.has(id)) return
    const at = now.toISOString()
    const written = this.db
      .write(async (tx) => void (await this.write(tx, id, address, at)))
      .catch(this.onError)
      .finally(() => this.#writing.delete(id))
    this.#writing.set(id, written)
  }

  async settled(): Promise<void> {
    await Promise.all(this.#writing.values())
  }

  protected abstract write(
    tx: Transaction,
    id: number,
    address: string,
    at: string,
  ): Promise<unknown>
}

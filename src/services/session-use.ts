// Keeps sessions in use alive: written at most once a minute for each, and never while a request waits.
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { secondsAfter } from './sessions.ts'
import type { SeenViewer } from './viewers.ts'

const EVERY_MS = 60_000

export class SessionUse {
  /** The sessions whose write is under way; requests come in bursts and need only one. */
  readonly #writing = new Map<number, Promise<void>>()

  constructor(
    private readonly db: Database,
    /** Seconds without use after which a browser is signed out. */
    private readonly expiresIn: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Notes that a session is in use. Answers at once; the write happens later. */
  note({ viewer, lastUsedAt }: SeenViewer, now = new Date()): void {
    const id = viewer.sessionId
    if (now.getTime() - lastUsedAt < EVERY_MS || this.#writing.has(id)) return
    const written = this.#write(id, now.toISOString())
      .catch(this.onError)
      .finally(() => this.#writing.delete(id))
    this.#writing.set(id, written)
  }

  /** Resolves when nothing is left to be written: before the database closes. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing.values())
  }

  #write(id: number, at: string): Promise<void> {
    // A program's session lives as long as its refresh token, whatever it calls.
    return this.db.write(async (tx) => {
      await tx.run(sql`
        UPDATE sessions
        SET last_used_at = ${at}, updated_at = ${at},
            expires_at = CASE kind WHEN 'browser' THEN ${secondsAfter(at, this.expiresIn)}
                                   ELSE expires_at END
        WHERE id = ${id} AND revoked_at IS NULL`)
    })
  }
}

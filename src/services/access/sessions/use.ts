// Records session activity, at most once a minute per session, and never while a request waits.
import type { Database } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { hashSecret } from '../../../lib/secrets.ts'
import type { SeenViewer } from '../viewers.ts'
import { secondsAfter } from './index.ts'

const EVERY_MS = 60_000

export class SessionUse {
  /** Writes in progress by session id: a burst of requests needs only one. */
  readonly #writing = new Map<number, Promise<void>>()

  constructor(
    private readonly db: Database,
    /** Seconds of inactivity until a browser session expires. */
    private readonly expiresIn: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Records that a session is in use. Returns at once; the write happens later. */
  note({ viewer, lastUsedAt }: SeenViewer, address: string, now = new Date()): void {
    const id = viewer.sessionId
    if (now.getTime() - lastUsedAt < EVERY_MS || this.#writing.has(id)) return
    const written = this.#write(id, address, now.toISOString())
      .catch(this.onError)
      .finally(() => this.#writing.delete(id))
    this.#writing.set(id, written)
  }

  async settled(): Promise<void> {
    await Promise.all(this.#writing.values())
  }

  #write(id: number, address: string, at: string): Promise<void> {
    // The session of an API client expires with its refresh token, whatever it calls.
    return this.db.write(async (tx) => {
      await tx.run(sql`
        UPDATE sessions
        SET last_used_at = ${at}, address_hash = ${hashSecret(address)}, updated_at = ${at},
            expires_at = CASE kind WHEN 'browser' THEN ${secondsAfter(at, this.expiresIn)}
                                   ELSE expires_at END
        WHERE id = ${id} AND revoked_at IS NULL`)
    })
  }
}

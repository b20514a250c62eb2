// Records session activity, at most once a minute per session, and never while a request waits.
import type { Database, Transaction } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { hashSecret } from '../../../lib/secrets.ts'
import { UseRecorder } from '../use-recorder.ts'
import type { SeenViewer } from '../viewers.ts'
import { secondsAfter } from './index.ts'

/** On a shared tablet, which locks itself some minutes after its last use. */
const EVERY_MS_ON_TABLETS = 10_000

export class SessionUse extends UseRecorder {
  constructor(
    db: Database,
    /** Seconds of inactivity until a browser session expires. */
    private readonly expiresIn: number,
    onError: (error: unknown) => void,
  ) {
    super(db, onError)
  }

  note({ viewer, lastUsedAt }: SeenViewer, address: string, now = new Date()): void {
    const everyMs = viewer.deviceId === null ? undefined : EVERY_MS_ON_TABLETS
    this.record(viewer.sessionId, lastUsedAt, address, now, everyMs)
  }

  protected override write(tx: Transaction, id: number, address: string, at: string) {
    // The session of an API client expires with its refresh token, whatever it calls.
    return tx.run(sql`
      UPDATE sessions
      SET last_used_at = ${at}, address_hash = ${hashSecret(address)}, updated_at = ${at},
          expires_at = CASE kind WHEN 'browser' THEN ${secondsAfter(at, this.expiresIn)}
                                 ELSE expires_at END
      WHERE id = ${id} AND revoked_at IS NULL`)
  }
}

// Records the use of API keys: when, and the hash of the address, as sessions do.
import type { Transaction } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { hashSecret } from '../../../lib/secrets.ts'
import { UseRecorder } from '../use-recorder.ts'

export class KeyUse extends UseRecorder {
  protected override write(tx: Transaction, id: number, address: string, at: string) {
    return tx.run(sql`
      UPDATE api_keys
      SET last_used_at = ${at}, last_used_address_hash = ${hashSecret(address)}
      WHERE id = ${id} AND revoked_at IS NULL`)
  }
}

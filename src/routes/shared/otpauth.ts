// The address of a second factor that authenticator apps read, for the API and pages.
import type { Reader } from '../../db/database.ts'
import { otpauthUrl } from '../../lib/totp.ts'
import { findSettings } from '../../services/shop/settings/read.ts'

/** Shown in the app as the shop's name and the e-mail. @param secret in base32 */
export async function otpauthOf(
  db: Reader,
  { email }: { email: string },
  secret: string,
): Promise<string> {
  const { name } = await findSettings(db)
  return otpauthUrl(secret, name, email)
}

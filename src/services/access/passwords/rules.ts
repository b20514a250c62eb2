// Rules for a new password: long enough, and none that others would try (NIST SP 800-63B-4). No rules of composition.
import type { Reader } from '../../../db/database.ts'
import { invalid } from '../../../lib/errors/refusal.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { checkPassword } from '../sign-in/passwords.ts'
import { isCommonPassword, isNameAlone } from './common.ts'

/** Whose password it becomes. */
export interface PasswordOwner {
  email: string
  fullName: string
  /** Of a shop that is only being set up. */
  shopName?: string
}

/** @throws Refusal `invalid_input` with `minLength`, `maxLength`, `same_as_email` or `too_common` */
export async function expectGoodPassword(
  db: Reader,
  password: string,
  { email, fullName, shopName }: PasswordOwner,
): Promise<void> {
  checkPassword(password, email)
  if (isCommonPassword(password))
    throw tooCommon('This password is one of the first that others try.')
  const shop = shopName ?? (await findSettings(db)).name
  if (isNameAlone(password, [shop, fullName, localPart(email)])) {
    throw tooCommon('A name that others know is too easy to guess.')
  }
}

const localPart = (email: string) => email.split('@', 1)[0] ?? ''

const tooCommon = (why: string) =>
  invalid({
    pointer: '/password',
    code: 'too_common',
    detail: `${why} Use several words that only you would put together.`,
  })

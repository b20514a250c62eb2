// Verification of a code at sign-in: of the app, or a recovery code. Each is good once, and wrong ones are throttled.
import { sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { stepOfCode } from '../../../lib/totp.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { clearAttempts, countCodeAttempt } from '../sign-in/attempts.ts'
import type { Account, SignInContext } from '../sign-in/context.ts'
import { type Device, hasSignedIn } from '../sign-in/known-devices.ts'
import { findFactor, isOff, totpSecretOf, turnOff, wrongCode } from './index.ts'
import { createRecoveryCodes, spendRecoveryCode } from './recovery-codes.ts'

/** The password was right, and a code is needed. */
export class SecondFactorRequired extends Refusal {
  constructor(readonly account: Account) {
    super(
      'unauthenticated',
      'second_factor_required',
      'The password is right. Send the code of your authenticator app, too, or a recovery code.',
    )
  }
}

interface Attempt {
  account: Account
  code: string | undefined
}

/**
 * Counts the attempt before the code is verified, in a transaction of its own, so that a wrong one stays counted.
 * @returns the counted keys, for `expectSecondFactor`; none if no code is needed
 * @throws SecondFactorRequired, Refusal `sign_in_locked`
 */
export async function countSecondFactor(
  { db, write, limits, device }: SignInContext,
  { account, code }: Attempt,
): Promise<string[]> {
  const factor = await findFactor(db, account.id)
  if (!factor?.confirmedAt) return []
  if (!code) throw new SecondFactorRequired(account)
  const source = { userId: account.id, deviceId: deviceIdOf(device, account) }
  return write((change) => countCodeAttempt(change, source, limits))
}

const deviceIdOf = (device: Device | null, account: Account) =>
  hasSignedIn(device, account) ? (device?.id ?? null) : null

/**
 * Uses up the code of an attempt that `countSecondFactor` has counted.
 * @throws SecondFactorRequired, Refusal `second_factor_failed`
 */
export async function expectSecondFactor(
  change: Change,
  key: Buffer,
  { account, code }: Attempt,
  counted: string[],
): Promise<void> {
  const factor = await findFactor(change, account.id)
  if (!factor?.confirmedAt) return
  // Turned on since the attempt was counted.
  if (!code || counted.length === 0) throw new SecondFactorRequired(account)
  if (!(await spendCode(change, key, account.id, code))) throw codeFailed()
  await clearAttempts(change, counted)
}

/**
 * Turns one's own second factor off: whoever holds an unlocked tablet of theirs lacks both.
 * @throws Refusal `invalid_input`, `second_factor_off`, `sign_in_locked`
 */
export async function turnOffWithCode(
  context: SignInContext,
  account: Account,
  code: string,
): Promise<void> {
  await writeWithCode(context, { account, code }, (change) => turnOff(change, account.id))
}

/**
 * New recovery codes for one's own account; those from before are good no more.
 * @returns the codes, to be shown once
 * @throws Refusal `invalid_input`, `second_factor_off`, `sign_in_locked`
 */
export function renewRecoveryCodes(
  context: SignInContext,
  account: Account,
  code: string,
): Promise<string[]> {
  return writeWithCode(context, { account, code }, async (change) => {
    const factor = await findFactor(change, account.id)
    if (!factor?.confirmedAt) throw isOff()
    const codes = await createRecoveryCodes(change, context.secondFactorKey, account.id)
    await recordEvent(change, 'user.recovery_codes_renewed', account.id, {})
    return codes
  })
}

/** A change that a code allows, which is used up by it. @throws Refusal `invalid_input`, `sign_in_locked` */
async function writeWithCode<Result>(
  context: SignInContext,
  attempt: Attempt,
  work: (change: Change) => Promise<Result>,
): Promise<Result> {
  const counted = await countSecondFactor(context, attempt)
  return context.write(async (change) => {
    await expectSecondFactor(change, context.secondFactorKey, attempt, counted).catch(asField)
    return work(change)
  })
}

function asField(error: unknown): never {
  if (error instanceof Refusal && error.code === 'second_factor_failed') throw wrongCode()
  throw error
}

async function spendCode(
  change: Change,
  key: Buffer,
  userId: number,
  code: string,
): Promise<boolean> {
  const digits = code.replace(/\s/g, '')
  return /^\d{6}$/.test(digits)
    ? spendTotp(change, key, userId, digits)
    : spendRecoveryCode(change, key, userId, code)
}

/** The step moves in one statement, so that of two requests with the same code one is refused. */
async function spendTotp(
  change: Change,
  key: Buffer,
  userId: number,
  code: string,
): Promise<boolean> {
  const factor = await findFactor(change, userId)
  const secret = factor && totpSecretOf(key, userId, factor)
  if (!secret) return false
  const step = stepOfCode(secret, code, Date.parse(change.at), factor.lastStep)
  if (step === undefined) return false
  const used = await change.run(sql`
    UPDATE second_factors
    SET last_step = ${step}, updated_at = ${change.at}
    WHERE user_id = ${userId} AND (last_step IS NULL OR last_step < ${step})`)
  return used > 0
}

const codeFailed = () =>
  new Refusal(
    'unauthenticated',
    'second_factor_failed',
    'This code is wrong or was used already. Wait for the next one in your app, or use a recovery code. If none is left, ask an owner of the shop to reset your two-step sign-in.',
  )

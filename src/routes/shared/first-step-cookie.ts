// First-step cookie: between password and code of a sign-in, remembers for ten minutes whose password was right.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Reader } from '../../db/database.ts'
import { cookieOptions } from '../../plugins/guards/cookie-options.ts'
import { isHttps } from '../../plugins/requests/kind.ts'
import { type Account, findAccount } from '../../services/access/sign-in/index.ts'
import { fingerprintOf } from '../../services/access/sign-in/known-devices.ts'

const VALID_SECONDS = 600

const nameOf = (request: FastifyRequest) => (isHttps(request) ? '__Host-first-step' : 'first-step')

interface FirstStep {
  email: string
  /** A new password makes it void. */
  password: string
  /** In Unix milliseconds. */
  until: number
}

export function rememberFirstStep(reply: FastifyReply, account: Account): void {
  const step: FirstStep = {
    email: account.email,
    password: fingerprintOf(account),
    until: Date.now() + VALID_SECONDS * 1000,
  }
  const options = { ...cookieOptions(reply.request), signed: true, maxAge: VALID_SECONDS }
  reply.setCookie(nameOf(reply.request), JSON.stringify(step), options)
}

export function forgetFirstStep(reply: FastifyReply): void {
  reply.clearCookie(nameOf(reply.request), cookieOptions(reply.request))
}

/** The account whose password was right here within the last ten minutes, if it is still the same. */
export async function accountOfFirstStep(
  db: Reader,
  request: FastifyRequest,
): Promise<Account | undefined> {
  const cookie = request.cookies[nameOf(request)]
  if (!cookie) return undefined
  const { valid, value } = request.unsignCookie(cookie)
  if (!valid || !value) return undefined
  const { email, password, until } = JSON.parse(value) as FirstStep
  if (until <= Date.now()) return undefined
  const account = await findAccount(db, email)
  return account && fingerprintOf(account) === password ? account : undefined
}

// What the pages that sign a browser in have in common.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../../schemas/roles.ts'
import { Refusal } from '../../services/refusal.ts'
import { startBrowserSession } from '../../services/sessions.ts'
import { signIn, signOut } from '../../services/sign-in.ts'
import { findBrowserViewer } from '../../services/viewers.ts'
import { browserSession, signInContext } from '../sign-in-context.ts'
import { type Form, type Refused, submitted } from './forms.ts'

/** Starts the session of this browser, in place of the one it may have had. @returns the person's role */
export async function signInBrowser(
  request: FastifyRequest,
  reply: FastifyReply,
  credentials: { email: string; password: string },
): Promise<Role> {
  const opened = await signIn(signInContext(request), credentials, async (change, account) => {
    if (request.viewer) await signOut(change, request.viewer)
    const session = await startBrowserSession(change, browserSession(request, account.id))
    return { ...session, role: account.role }
  })
  reply.signIn(opened.secret)
  // What is answered now belongs to the new session: the tokens of its forms too.
  const seen = await findBrowserViewer(request.server.db, opened.secret)
  request.viewer = seen?.viewer ?? null
  return opened.role
}

/** A password counts as it was typed, with spaces at its ends too. */
export const passwordOf = (form: Form, name = 'password'): string =>
  [form[name]].flat().at(-1) ?? ''

const SHOWN = new Set(['sign_in_failed', 'account_disabled', 'sign_in_locked', 'sign_in_busy'])

/** Like `submitted`; what the sign-in refuses is shown in the form too, where it can be mended. */
export function submittedSignIn<Result>(
  reply: FastifyReply,
  work: () => Promise<Result>,
  done: (result: Result) => FastifyReply | Promise<FastifyReply>,
  again: (refused: Refused) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  const shown = async () => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Refusal) || !SHOWN.has(error.code)) throw error
      throw new Refusal('invalid', error.code, error.message, error.extras)
    }
  }
  return submitted(reply, shown, done, (refused) => {
    const { retryAfter } = refused.refusal.extras
    if (retryAfter) reply.code(429).header('retry-after', retryAfter)
    return again(refused)
  })
}

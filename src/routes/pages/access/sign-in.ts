// Browser sign-in, shared by the pages that start a session.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { tabletOf } from '../../../plugins/guards/tablet.ts'
import type { SwitchInput } from '../../../schemas/access/devices.ts'
import { switchUser, useTablet } from '../../../services/access/devices/switch.ts'
import { SecondFactorRequired } from '../../../services/access/second-factor/verification.ts'
import { endSession, startBrowserSession } from '../../../services/access/sessions/index.ts'
import { countLocks } from '../../../services/access/sign-in/guessing.ts'
import {
  type Account,
  finishSignIn,
  signIn,
  signOut,
} from '../../../services/access/sign-in/index.ts'
import { findBrowserViewer } from '../../../services/access/viewers.ts'
import type { Change } from '../../../services/shared/change.ts'
import { joinCarts } from '../../../services/storefront/cart/join.ts'
import { homeOf } from '../../../views/helpers/navigation.ts'
import { cartTokenOf, forgetCartToken } from '../../shared/cart-cookie.ts'
import { rememberDevice } from '../../shared/device-cookie.ts'
import { forgetFirstStep, rememberFirstStep } from '../../shared/first-step-cookie.ts'
import { pinContext } from '../../shared/pin-context.ts'
import { browserSession, signInContext } from '../../shared/sign-in-context.ts'
import { type Form, type Refused, submitForm } from '../forms.ts'

/** Starts a session for this browser and ends its previous one. @returns where the person begins */
export function signInBrowser(
  request: FastifyRequest,
  reply: FastifyReply,
  credentials: { email: string; password: string },
): Promise<string> {
  return openSession(reply, (open) => signIn(signInContext(request), credentials, open))
}

/** The second step, with the code of an account whose password was right. @returns as `signInBrowser` */
export async function finishBrowserSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  attempt: { account: Account; code: string },
): Promise<string> {
  const home = await openSession(reply, (open) =>
    finishSignIn(signInContext(request), attempt, open),
  )
  forgetFirstStep(reply)
  return home
}

interface Opened {
  id: number
  secret: string
  account: Account
  locks: number
  /** Of the cart before the sign-in: what is saved for later, since there is not enough of it. */
  savedForLater: string[]
}

type Open = (change: Change, account: Account) => Promise<Opened>

async function openSession(
  reply: FastifyReply,
  enter: (open: Open) => Promise<Opened>,
): Promise<string> {
  const { request } = reply
  const { lockedViewer } = request
  const tablet = await tabletOf(request)
  const token = cartTokenOf(request)
  const open: Open = async (change, account) => {
    const locks = await countLocks(change, account.id)
    if (request.viewer) await signOut(change, request.viewer)
    if (lockedViewer) await endSession(change, lockedViewer.id, lockedViewer.sessionId)
    const session = await startBrowserSession(change, browserSession(request, account.id))
    if (tablet && account.role !== 'customer') await useTablet(change, tablet, session.id)
    const savedForLater = token ? await joinCarts(change, token, account.id) : []
    return { ...session, account, locks, savedForLater }
  }
  const opened = await enter(open).catch((error: unknown) => {
    if (error instanceof SecondFactorRequired) rememberFirstStep(reply, error.account)
    throw error
  })
  reply.signIn(opened.secret)
  rememberDevice(reply, opened.account)
  if (token) forgetCartToken(reply)
  if (opened.savedForLater.length > 0) {
    reply.flash('error', savedWords(opened.savedForLater), { link: CART })
  }
  if (opened.locks > 0) reply.flash('error', attackWords(opened.locks), { link: PROFILE })
  // The response, with its CSRF tokens, already belongs to the new session.
  await continueAs(request, opened.secret)
  return homeOf(request.viewer)
}

async function continueAs(request: FastifyRequest, secret: string): Promise<void> {
  const session = await findBrowserViewer(request.server.db, secret)
  request.viewer = session?.viewer ?? null
  request.lockedViewer = null
}

/**
 * Starts a session by PIN on a shared tablet and ends the one before.
 * @returns who had the tablet before, if somebody else
 */
export async function switchBrowser(
  request: FastifyRequest,
  reply: FastifyReply,
  input: SwitchInput,
): Promise<string | null> {
  const before = request.viewer ?? request.lockedViewer
  const opened = await switchUser(pinContext(request), input, async (change, tablet, { id }) => {
    if (before) await endSession(change, before.id, before.sessionId)
    const session = {
      ...browserSession(request, id),
      openedBy: 'pin',
      deviceId: tablet.id,
    } as const
    return startBrowserSession(change, session)
  })
  reply.signIn(opened.secret)
  await continueAs(request, opened.secret)
  return before && before.id !== input.userId ? before.fullName : null
}

const CART = { href: '/cart', label: 'Your cart' }

const savedWords = (names: readonly string[]) =>
  `There are not enough of these for both of your carts, so the rest is saved for later: ${names.join('; ')}.`

const PROFILE = { href: '/profile', label: 'Your profile' }

/** Warning about earlier failed attempts, which may have been somebody else's. */
const attackWords = (locks: number) =>
  `Wrong passwords for your account were blocked ${locks === 1 ? 'once' : `${locks} times`} since your last sign-in. If that was not you, change your password to a long one that you use nowhere else.`

/** The password as typed: spaces at its ends count. */
export const passwordOf = (form: Form, name = 'password'): string =>
  [form[name]].flat().at(-1) ?? ''

const SHOWN_IN_FORM = new Set([
  'sign_in_failed',
  'second_factor_required',
  'second_factor_failed',
  'account_disabled',
  'sign_in_locked',
  'sign_in_busy',
  'pin_failed',
  'pin_locked',
  'device_needs_password',
])

/** Like `submitForm`; refusals of the sign-in are shown in the form too. */
export function submittedSignIn<Result>(
  reply: FastifyReply,
  work: () => Promise<Result>,
  done: (result: Result) => FastifyReply | Promise<FastifyReply>,
  again: (refused: Refused) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  const attempt = async () => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Refusal) || !SHOWN_IN_FORM.has(error.code)) throw error
      throw new Refusal('invalid', error.code, error.message, error.extras)
    }
  }
  return submitForm(reply, attempt, done, (refused) => {
    const { retryAfter } = refused.refusal.extras
    if (retryAfter) reply.code(429).header('retry-after', retryAfter)
    return again(refused)
  })
}

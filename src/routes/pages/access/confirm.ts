// The password before a sensitive action: a form is shown again as hidden fields with the password beside them, a link
// leads over /auth/confirm.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { openText, sealText } from '../../../lib/sealing.ts'
import { grantFor, isSensitive, mayGoOn } from '../../../plugins/guards/confirmation.ts'
import { isSafe } from '../../../plugins/requests/kind.ts'
import {
  askToSendPlainly,
  canComePlainly,
  pageBefore,
} from '../../../plugins/requests/plain-sending.ts'
import { isSecret } from '../../../plugins/requests/resumable-form.ts'
import { confirmPassword } from '../../../services/access/sessions/confirmation.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { homeOf } from '../../../views/helpers/navigation.ts'
import { signInContext } from '../../shared/sign-in-context.ts'
import { type Form, formOf, type Refused } from '../forms.ts'
import { safeNext } from '../next.ts'
import { passwordOf, submittedSignIn } from './sign-in.ts'

const PATH = '/auth/confirm'
const config = { permission: 'account' } as const

const confirm: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, (request, reply) =>
    confirmPage(reply, { action: PATH, fields: [['next', nextOf(request.query)]] }),
  )

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request)
    const next = nextOf(form)
    const grant = typeof form.grant === 'string' ? form.grant : grantFor('GET', next)
    return submittedSignIn(
      reply,
      () => typed(request, grant),
      () => reply.redirect(next, 303),
      (refused) =>
        confirmPage(reply, {
          action: PATH,
          fields: fieldsOf({ next, grant: form.grant }),
          refused,
        }),
    )
  })
}

const nextOf = (source: unknown) => safeNext((source as { next?: unknown }).next) ?? '/'

const typed = (request: FastifyRequest, grant: string | null) =>
  confirmPassword(
    signInContext(request),
    viewerOf(request),
    passwordOf(formOf(request), 'confirmPassword'),
    grant,
  )

/** A hook of all pages. A password that comes with the form of the action counts for that very form. */
export async function askForPassword(request: FastifyRequest, reply: FastifyReply) {
  if (isSafe(request) || !(await isSensitive(request))) return
  const isUpload = request.body === undefined && request.headers['content-length'] !== '0'
  if (isUpload) return (await mayGoOn(request)) ? undefined : askBeforeUpload(reply)
  const { confirmPassword: password, confirmEmail, confirmSealed, ...form } = formOf(request)
  if (password === undefined) {
    if (await mayGoOn(request)) return
    if (canComePlainly(request)) return askToSendPlainly(reply)
    return confirmPage(reply.code(403), { action: request.url, fields: sealed(request, form) })
  }
  const opened = { ...form, ...openSecrets(request, confirmSealed) }
  try {
    await typed(request, null)
  } catch (error) {
    return submittedSignIn(
      reply,
      () => Promise.reject(error),
      () => reply,
      (refused) =>
        confirmPage(reply, { action: request.url, fields: sealed(request, opened), refused }),
    )
  }
  request.body = opened
}

/** Its files cannot be kept: the password comes first, and counts for the next upload. */
const askBeforeUpload = (reply: FastifyReply) => {
  const { request } = reply
  const fields: Fields = [
    ['next', pageBefore(request, homeOf(request.viewer))],
    ['grant', grantFor(request.method, request.url)],
  ]
  return confirmPage(reply.code(403), { action: PATH, fields, hasFile: true })
}

type Fields = [name: string, value: string][]

const fieldsOf = (form: Form): Fields =>
  Object.entries(form).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name, value]),
  )

/** Bound to the session and to the address of the form. */
const purposeOf = (request: FastifyRequest) => `${viewerOf(request).sessionId} ${request.url}`

/** Passwords and PINs in the form are sealed: the page does not show them. */
function sealed(request: FastifyRequest, form: Form): Fields {
  const secrets = Object.entries(form).filter(([name]) => isSecret(name))
  const others = Object.entries(form).filter(([name]) => !isSecret(name))
  const fields = fieldsOf(Object.fromEntries(others))
  if (secrets.length === 0) return fields
  const { cookieSecret } = request.server.config
  const text = JSON.stringify(Object.fromEntries(secrets))
  return [...fields, ['confirmSealed', sealText(cookieSecret, purposeOf(request), text)]]
}

function openSecrets(request: FastifyRequest, sealedText: Form[string]): Form {
  if (typeof sealedText !== 'string') return {}
  const text = openText(request.server.config.cookieSecret, purposeOf(request), sealedText)
  return text === undefined ? {} : JSON.parse(text)
}

interface Shown {
  action: string
  fields: Fields
  hasFile?: boolean
  refused?: Refused
}

const confirmPage = (reply: FastifyReply, { action, fields, hasFile = false, refused }: Shown) =>
  reply.header('cache-control', 'no-store').page('access/confirm/index', {
    title: 'Your password, please',
    values: null,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    action,
    fields,
    hasFile,
    back: pageBefore(reply.request, homeOf(reply.request.viewer)),
  })

export default confirm

// Second step of a sign-in: asks for a code after the password was right. /auth/second-factor.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { invalid } from '../../../../lib/errors/refusal.ts'
import {
  type ResumableForm,
  readResumableForm,
} from '../../../../plugins/requests/resumable-form.ts'
import { filesLost } from '../../../../plugins/requests/resumable-labels.ts'
import { homeOf } from '../../../../views/helpers/navigation.ts'
import { accountOfFirstStep } from '../../../shared/first-step-cookie.ts'
import { type Form, formOf, type Refused, valuesOf } from '../../forms.ts'
import { safeNext } from '../../next.ts'
import { resumePage } from '../resume.ts'
import { finishBrowserSignIn, submittedSignIn } from '../sign-in.ts'

const PATH = '/auth/second-factor'
const config = { permission: 'public' } as const
const LOGIN = '/auth/login'

const secondStep: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, async (request, reply) => {
    const { next } = request.query as { next?: unknown }
    if (request.viewer) return reply.redirect(safeNext(next) ?? homeOf(request.viewer), 303)
    if (!(await accountOfFirstStep(app.db, request))) return reply.redirect(LOGIN, 303)
    return codePage(reply, { next: safeNext(next) })
  })

  app.post(PATH, { config }, async (request, reply) => {
    const { kept: sentTooLate, ...form } = formOf(request)
    const kept = readResumableForm(sentTooLate)
    const account = await accountOfFirstStep(app.db, request)
    if (!account) {
      reply.flash('error', 'That took too long. Type your password again.')
      return reply.redirect(withNext(LOGIN, form), 303)
    }
    return submittedSignIn(
      reply,
      async () => finishBrowserSignIn(request, reply, { account, code: typedCode(form) }),
      (home) => (kept ? resumePage(reply, kept) : reply.redirect(safeNext(form.next) ?? home, 303)),
      (refused) => codePage(reply, form, kept, refused),
    )
  })
}

/** @throws Refusal `invalid_input` if nothing was typed */
function typedCode(form: Form): string {
  const code = valuesOf(form).code?.trim().slice(0, 40)
  if (code) return code
  throw invalid({ pointer: '/code', code: 'required', detail: 'Type the code of your app.' })
}

const withNext = (path: string, form: Form) => {
  const next = safeNext(form.next)
  return next ? `${path}?next=${encodeURIComponent(next)}` : path
}

/** After a right password. A form that was sent before the sign-in goes along with the page. */
export const askForCode = (reply: FastifyReply, form: Form, kept: ResumableForm | null) =>
  kept ? codePage(reply.code(200), form, kept) : reply.redirect(withNext(PATH, form), 303)

const codePage = (
  reply: FastifyReply,
  form: Form,
  kept: ResumableForm | null = null,
  refused?: Refused,
) =>
  reply.page('access/second-factor/sign-in', {
    title: 'Type your code',
    values: valuesOf({}),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    next: safeNext(form.next) ?? '',
    kept: kept && JSON.stringify(kept),
    filesLost: kept ? filesLost(kept) : '',
  })

export default secondStep

// Sign-in, registration and sign-out pages: /auth.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { type ResumableForm, readResumableForm } from '../../../plugins/requests/resumable-form.ts'
import { filesLost } from '../../../plugins/requests/resumable-labels.ts'
import { Credentials, Registration } from '../../../schemas/access/auth.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { hashedRegistration, register } from '../../../services/access/registration.ts'
import { needsSetup } from '../../../services/access/setup.ts'
import { signOut } from '../../../services/access/sign-in/index.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { homeOf } from '../../../views/helpers/navigation.ts'
import { contentWithoutPassword } from '../../shared/sign-in-context.ts'
import { type Form, formOf, inputOf, type Refused, valuesOf } from '../forms.ts'
import { safeNext } from '../next.ts'
import { resumePage } from './resume.ts'
import { askForCode } from './second-factor/sign-in.ts'
import { passwordOf, signInBrowser, submittedSignIn } from './sign-in.ts'

const config = { permission: 'public' } as const
const leaving = { permission: 'account', withoutSecondFactor: true } as const

const auth: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/auth/login', { config }, async (request, reply) => {
    const { next } = request.query as { next?: unknown }
    if (request.viewer) return reply.redirect(safeNext(next) ?? homeOf(request.viewer), 303)
    if (await needsSetup(app.db)) return reply.redirect('/setup', 303)
    return loginPage(reply, { next: safeNext(next) ?? '' })
  })

  app.post('/auth/login', { config }, async (request, reply) => {
    const { kept: sentTooLate, ...form } = formOf(request)
    const kept = readResumableForm(sentTooLate)
    return submittedSignIn(
      reply,
      () => {
        const input = { ...inputOf(form), password: passwordOf(form) }
        return signInBrowser(request, reply, checked(Credentials, input))
      },
      (home) => {
        if (kept) return resumePage(reply, kept)
        return reply.redirect(safeNext(form.next) ?? home, 303)
      },
      (refused) =>
        refused.refusal.code === 'second_factor_required'
          ? askForCode(reply, form, kept)
          : loginPage(reply, form, refused, kept),
    )
  })

  app.get('/auth/register', { config }, async (request, reply) => {
    if (request.viewer) return reply.redirect(homeOf(request.viewer), 303)
    if (await needsSetup(app.db)) return reply.redirect('/setup', 303)
    const { next } = request.query as { next?: unknown }
    return registerPage(reply, { next: safeNext(next) ?? '' })
  })

  app.post('/auth/register', { config }, async (request, reply) => {
    const form = formOf(request)
    return submittedSignIn(
      reply,
      async () => {
        const input = checked(Registration, { ...inputOf(form), password: passwordOf(form) })
        const account = await hashedRegistration(app.db, input)
        await request.once((change) => register(change, account), contentWithoutPassword(form))
        // By password, not because the form was sent: somebody else can replay a form.
        return signInBrowser(request, reply, input)
      },
      (home) => {
        reply.flash('success', 'Welcome! Your account is ready.')
        return reply.redirect(safeNext(form.next) ?? home, 303)
      },
      (refused) => registerPage(reply, form, refused),
    )
  })

  app.post('/auth/logout', { config: leaving }, async (request, reply) => {
    await request.change((change) => signOut(change, viewerOf(request)))
    reply.signOut().flash('success', 'You are signed out.')
    return reply.redirect('/auth/login', 303)
  })
}

export const loginPage = (
  reply: FastifyReply,
  form: Form,
  refused?: Refused,
  kept: ResumableForm | null = null,
) =>
  reply.page('access/sign-in/login', {
    title: 'Sign in',
    ...formContext(form, refused),
    next: safeNext(form.next) ?? '',
    kept: kept && JSON.stringify(kept),
    filesLost: kept ? filesLost(kept) : '',
    notKept: null,
  })

const registerPage = (reply: FastifyReply, form: Form, refused?: Refused) =>
  reply.page('access/sign-in/register', {
    title: 'Create your account',
    ...formContext(form, refused),
    next: safeNext(form.next) ?? '',
    idempotencyKey: valuesOf(form).idempotencyKey ?? randomUUID(),
  })

/** Typed values without the password, and the validation messages. */
const formContext = ({ password, ...form }: Form, refused?: Refused) => ({
  values: valuesOf(form),
  errors: refused?.errors ?? null,
  problem: refused?.message ?? null,
})

export default auth

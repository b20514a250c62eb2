// /auth: signing in, signing up and signing out with a browser.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { type KeptForm, readKeptForm } from '../../plugins/kept-form.ts'
import { Credentials, Registration } from '../../schemas/auth.ts'
import { SIGNED_IN } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import { hashedRegistration, register } from '../../services/registration.ts'
import { needsSetup } from '../../services/setup.ts'
import { signOut } from '../../services/sign-in.ts'
import { viewerOf } from '../../services/viewers.ts'
import { contentWithoutPassword } from '../sign-in-context.ts'
import { type Form, inputOf, type Refused, valuesOf } from './forms.ts'
import { homeOf, safeNext } from './next.ts'
import { passwordOf, signInBrowser, submittedSignIn } from './sign-in.ts'

const config = { roles: 'public' } as const

const auth: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/auth/login', { config }, async (request, reply) => {
    const { next } = request.query as { next?: unknown }
    if (request.viewer) return reply.redirect(safeNext(next) ?? homeOf(request.viewer.role), 303)
    if (await needsSetup(app.db)) return reply.redirect('/setup', 303)
    return loginPage(reply, { next: safeNext(next) ?? '' })
  })

  app.post('/auth/login', { config }, async (request, reply) => {
    const { kept: sentTooLate, ...form } = request.body as Form
    const kept = readKeptForm(sentTooLate)
    return submittedSignIn(
      reply,
      () => {
        const input = { ...inputOf(form), password: passwordOf(form) }
        return signInBrowser(request, reply, checked(Credentials, input))
      },
      (role) => {
        if (kept) return resumePage(reply, kept)
        return reply.redirect(safeNext(form.next) ?? homeOf(role), 303)
      },
      (refused) => loginPage(reply, form, refused, kept),
    )
  })

  app.get('/auth/register', { config }, async (request, reply) => {
    if (request.viewer) return reply.redirect(homeOf(request.viewer.role), 303)
    if (await needsSetup(app.db)) return reply.redirect('/setup', 303)
    return registerPage(reply, {})
  })

  app.post('/auth/register', { config }, async (request, reply) => {
    const form = request.body as Form
    return submittedSignIn(
      reply,
      async () => {
        const input = checked(Registration, { ...inputOf(form), password: passwordOf(form) })
        const account = await hashedRegistration(input)
        await request.once((change) => register(change, account), contentWithoutPassword(form))
        // By the password, and not because the form was sent: a form can be sent again by somebody else.
        return signInBrowser(request, reply, input)
      },
      (role) => {
        reply.flash('success', 'Welcome! Your account is ready.')
        return reply.redirect(safeNext(form.next) ?? homeOf(role), 303)
      },
      (refused) => registerPage(reply, form, refused),
    )
  })

  app.post('/auth/logout', { config: { roles: SIGNED_IN } }, async (request, reply) => {
    await request.change((change) => signOut(change, viewerOf(request)))
    reply.signOut().flash('success', 'You are signed out.')
    return reply.redirect('/auth/login', 303)
  })
}

const loginPage = (
  reply: FastifyReply,
  form: Form,
  refused?: Refused,
  kept: KeptForm | null = null,
) =>
  reply.page('auth/login', {
    title: 'Sign in',
    ...formContext(form, refused),
    next: safeNext(form.next) ?? '',
    kept: kept && JSON.stringify(kept),
  })

/** Not sent by itself: that it is sent is the decision of who signed in. */
const resumePage = (reply: FastifyReply, kept: KeptForm) =>
  reply.page('auth/resume', {
    title: 'Not saved yet',
    kept,
    // The order form can be drawn again with what was typed.
    canLook: /^\/admin\/orders(\/\d+)?$/.test(kept.action),
  })

const registerPage = (reply: FastifyReply, form: Form, refused?: Refused) =>
  reply.page('auth/register', {
    title: 'Create your account',
    ...formContext(form, refused),
    idempotencyKey: valuesOf(form).idempotencyKey ?? randomUUID(),
  })

/** What was typed, except the password, and what was wrong with it. */
const formContext = ({ password, ...form }: Form, refused?: Refused) => ({
  values: valuesOf(form),
  errors: refused?.errors ?? null,
  problem: refused?.message ?? null,
})

export default auth

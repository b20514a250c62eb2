// Profile page: the user's own name, password and signed-in devices.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { ProfilePatch } from '../../../schemas/access/users.ts'
import { IdParams } from '../../../schemas/common.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { updateProfile } from '../../../services/access/profile.ts'
import { getFactorStatus } from '../../../services/access/second-factor/index.ts'
import { endSessionOf } from '../../../services/access/sessions/all.ts'
import { endSessions, listSessions } from '../../../services/access/sessions/index.ts'
import { deviceName } from '../../../services/access/sessions/user-agents.ts'
import { findAccount } from '../../../services/access/sign-in/index.ts'
import { getUser } from '../../../services/access/users/index.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { findOwnCustomer } from '../../../services/care/consent.ts'
import { rememberDevice } from '../../shared/device-cookie.ts'
import { signInContext } from '../../shared/sign-in-context.ts'
import { type Form, formOf, patchOf, type Refused, submitForm, valuesOf } from '../forms.ts'
import { passwordOf, submittedSignIn } from './sign-in.ts'

const config = { permission: 'account' } as const

const profile: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/profile', { config }, (_request, reply) => profilePage(reply))

  app.post('/profile', { config }, async (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const patch = checked(
          ProfilePatch,
          patchOf(form, ['firstName', 'lastName', 'phoneNumber', 'address']),
        )
        const version = Number(form.version) || undefined
        return updateProfile(signInContext(request), viewerOf(request), patch, version)
      },
      () => redirectWithMessage(reply, 'Profile saved.'),
      (refused) => profilePage(reply, form, refused),
    )
  })

  app.post('/profile/password', { config }, async (request, reply) => {
    const form = formOf(request)
    return submittedSignIn(
      reply,
      async () => {
        const currentPassword = passwordOf(form, 'currentPassword')
        const patch = checked(ProfilePatch, { currentPassword, password: passwordOf(form) })
        const user = await updateProfile(signInContext(request), viewerOf(request), patch)
        const account = await findAccount(app.db, user.email)
        if (account) rememberDevice(reply, account)
      },
      () => redirectWithMessage(reply, 'Password changed. Your other devices are signed out.'),
      (refused) => profilePage(reply, {}, refused),
    )
  })

  const device = { config, schema: { params: IdParams } }
  app.post('/profile/devices/:id/sign-out', device, async (request, reply) => {
    const { id } = viewerOf(request)
    await request.change((change) => endSessionOf(change, id, request.params.id))
    return redirectWithMessage(reply, 'Device signed out.', '#devices')
  })

  app.post('/profile/devices/sign-out', { config }, async (request, reply) => {
    const { id, sessionId } = viewerOf(request)
    await request.change((change) => endSessions(change, id, sessionId))
    return redirectWithMessage(reply, 'All other devices are signed out.', '#devices')
  })
}

const redirectWithMessage = (reply: FastifyReply, message: string, part = '') =>
  reply.flash('success', message).redirect(`/profile${part}`, 303)

export async function profilePage(reply: FastifyReply, form: Form = {}, refused?: Refused) {
  const { server, request } = reply
  const { id, sessionId } = viewerOf(request)
  const user = await getUser(server.db, id)
  const sessions = await listSessions(server.db, id)
  return reply.page('access/profile/index', {
    title: 'Your profile',
    user,
    consents: (await findOwnCustomer(server.db, id)) ?? null,
    secondFactor: await getFactorStatus(server.db, id),
    values: valuesOf(form),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    devices: sessions.map((session) => ({
      ...session,
      name: deviceName(session.userAgent),
      isThis: session.id === sessionId,
    })),
  })
}

export default profile

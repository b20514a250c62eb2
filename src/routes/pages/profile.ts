// /profile: one's own name, password and signed-in devices.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { IdParams } from '../../schemas/common.ts'
import { SIGNED_IN } from '../../schemas/roles.ts'
import { ProfilePatch } from '../../schemas/users.ts'
import { checked } from '../../schemas/validation.ts'
import { deviceName } from '../../services/devices.ts'
import { updateProfile } from '../../services/profile.ts'
import { notFound } from '../../services/refusal.ts'
import { endSession, endSessions, listSessions } from '../../services/sessions.ts'
import { getUser } from '../../services/users.ts'
import { viewerOf } from '../../services/viewers.ts'
import { signInContext } from '../sign-in-context.ts'
import { type Form, patchOf, type Refused, submitted, valuesOf } from './forms.ts'
import { passwordOf, submittedSignIn } from './sign-in.ts'

const config = { roles: SIGNED_IN }

const profile: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/profile', { config }, (_request, reply) => profilePage(reply))

  app.post('/profile', { config }, async (request, reply) => {
    const form = request.body as Form
    return submitted(
      reply,
      async () => {
        const patch = checked(ProfilePatch, patchOf(form, ['phoneNumber', 'address']))
        const version = Number(form.version) || undefined
        return updateProfile(signInContext(request), viewerOf(request), patch, version)
      },
      () => told(reply, 'Your profile is saved.'),
      (refused) => profilePage(reply, form, refused),
    )
  })

  app.post('/profile/password', { config }, async (request, reply) => {
    const form = request.body as Form
    return submittedSignIn(
      reply,
      async () => {
        const currentPassword = passwordOf(form, 'currentPassword')
        const patch = checked(ProfilePatch, { currentPassword, password: passwordOf(form) })
        return updateProfile(signInContext(request), viewerOf(request), patch)
      },
      () => told(reply, 'Your password is changed. Your other devices are signed out.'),
      (refused) => profilePage(reply, {}, refused),
    )
  })

  const device = { config, schema: { params: IdParams } }
  app.post('/profile/devices/:id/sign-out', device, async (request, reply) => {
    const { id } = viewerOf(request)
    const ended = await request.change((change) => endSession(change, id, request.params.id))
    if (!ended) throw notFound('signed-in device')
    return told(reply, 'The device is signed out.')
  })

  app.post('/profile/devices/sign-out', { config }, async (request, reply) => {
    const { id, sessionId } = viewerOf(request)
    await request.change((change) => endSessions(change, id, sessionId))
    return told(reply, 'All your other devices are signed out.')
  })
}

const told = (reply: FastifyReply, message: string) =>
  reply.flash('success', message).redirect('/profile', 303)

async function profilePage(reply: FastifyReply, form: Form = {}, refused?: Refused) {
  const { server, request } = reply
  const { id, sessionId } = viewerOf(request)
  const user = await getUser(server.db, id)
  const sessions = await listSessions(server.db, id)
  return reply.page('profile/index', {
    title: 'Your profile',
    user,
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

// Switching on a shared tablet by name and PIN, and its lock: /auth/switch, /auth/lock.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { switchContext } from '../../../../plugins/answers/switch-page.ts'
import { tabletOf } from '../../../../plugins/guards/tablet.ts'
import { readResumableForm } from '../../../../plugins/requests/resumable-form.ts'
import { SwitchInput } from '../../../../schemas/access/devices.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { lockSession } from '../../../../services/access/sessions/lock.ts'
import { viewerOf } from '../../../../services/access/viewers.ts'
import { homeOf } from '../../../../views/helpers/navigation.ts'
import { formOf, inputOf, valuesOf } from '../../forms.ts'
import { safeNext } from '../../next.ts'
import { loginPage } from '../auth.ts'
import { resumePage } from '../resume.ts'
import { submittedSignIn, switchBrowser } from '../sign-in.ts'

const config = { permission: 'public' } as const
const locking = { permission: 'account', withoutSecondFactor: true } as const
const PATH = '/auth/switch'
const withNext = (path: string, next: string | undefined) =>
  next ? `${path}?next=${encodeURIComponent(next)}` : path

const switching: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, async (request, reply) => {
    const next = safeNext((request.query as { next?: unknown }).next)
    if (!(await tabletOf(request))) return reply.redirect(withNext('/auth/login', next), 303)
    return reply.page('access/tablets/switch', await switchContext(request, { next: next ?? '' }))
  })

  app.post(PATH, { config }, async (request, reply) => {
    const { kept: sentBefore, usePassword, ...form } = formOf(request)
    const kept = readResumableForm(sentBefore)
    const next = safeNext(form.next)
    if (usePassword) return loginPage(reply, { next }, undefined, kept)
    return submittedSignIn(
      reply,
      async () => {
        const { userId, pin } = inputOf(form)
        return switchBrowser(request, reply, checked(SwitchInput, { userId, pin }))
      },
      (typedBy) => {
        if (kept) return resumePage(reply, kept, typedBy)
        return reply.redirect(next ?? homeOf(request.viewer), 303)
      },
      async ({ errors, message }) => {
        const { userId = '' } = valuesOf(form)
        const shown = { next: next ?? '', kept, errors, problem: message, userId }
        return reply.page('access/tablets/switch', await switchContext(request, shown))
      },
    )
  })

  app.post('/auth/lock', { config: locking }, async (request, reply) => {
    const { deviceId, sessionId } = viewerOf(request)
    const next = safeNext(formOf(request).next)
    if (deviceId === null) return reply.redirect(next ?? homeOf(request.viewer), 303)
    await request.change((change) => lockSession(change, sessionId))
    return reply.redirect(withNext(PATH, next), 303)
  })
}

export default switching

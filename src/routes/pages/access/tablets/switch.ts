// Switching on a shared tablet by name and PIN, and its lock: /auth/switch, /auth/lock.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { notFound } from '../../../../lib/errors/refusal.ts'
import { switchContext } from '../../../../plugins/answers/switch-page.ts'
import { tabletOf } from '../../../../plugins/guards/tablet.ts'
import { pageBefore } from '../../../../plugins/requests/plain-sending.ts'
import { readResumableForm, resumableForm } from '../../../../plugins/requests/resumable-form.ts'
import { isFilledIn } from '../../../../plugins/requests/resumable-labels.ts'
import { SwitchInput } from '../../../../schemas/access/devices.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { readPictureOfPerson } from '../../../../services/access/devices/switch.ts'
import { lockSession } from '../../../../services/access/sessions/lock.ts'
import { viewerOf } from '../../../../services/access/viewers.ts'
import { homeOf } from '../../../../views/helpers/navigation.ts'
import { sendPhoto } from '../../../shared/photo-answer.ts'
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

  const picture = { config, schema: { params: IdParams } }
  app.get(`${PATH}/images/:id`, picture, async (request, reply) => {
    if (!(await tabletOf(request))) throw notFound('picture')
    const image = await readPictureOfPerson(app.db, request.params.id)
    return sendPhoto(reply, image, 'private, max-age=86400')
  })

  app.post(PATH, { config }, async (request, reply) => {
    const { kept: sentBefore, usePassword, goBack, ...form } = formOf(request)
    const kept = readResumableForm(sentBefore)
    const next = safeNext(form.next)
    if (goBack && kept && request.viewer) return resumePage(reply, kept)
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

  // The form of the page comes along, because somebody was filling it in.
  app.post(`${PATH}/form`, { config }, (_request, reply) => switchWithForm(reply))

  app.post('/auth/lock/form', { config: locking }, async (request, reply) => {
    const viewer = viewerOf(request)
    if (viewer.deviceId === null) return reply.redirect(pageBefore(request), 303)
    await request.change((change) => lockSession(change, viewer.sessionId))
    request.viewer = null
    request.lockedViewer = viewer
    return switchWithForm(reply)
  })
}

async function switchWithForm(reply: FastifyReply) {
  const { request } = reply
  const next = pageBefore(request, homeOf(request.viewer ?? request.lockedViewer))
  const sent = (await tabletOf(request)) ? await resumableForm(request) : null
  if (!sent || ('kept' in sent && !isFilledIn(sent.kept))) {
    return reply.redirect(withNext(PATH, next), 303)
  }
  return reply.page('access/tablets/switch', await switchContext(request, { ...sent, next }))
}

export default switching

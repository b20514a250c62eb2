// Enrolling this tablet with the code that a manager made: /device.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { rememberTablet, tabletOf } from '../../../../plugins/guards/tablet.ts'
import { EnrolInput } from '../../../../schemas/access/devices.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { enrolDevice } from '../../../../services/access/devices/enrolment.ts'
import { homeOf } from '../../../../views/helpers/navigation.ts'
import { signInContext } from '../../../shared/sign-in-context.ts'
import { type Form, formOf, inputOf, type Refused, valuesOf } from '../../forms.ts'
import { submittedSignIn } from '../sign-in.ts'

const config = { permission: 'public' } as const

const enrol: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/device', { config }, (_request, reply) => enrolPage(reply))

  app.post('/device', { config }, (request, reply) => {
    const form = formOf(request)
    return submittedSignIn(
      reply,
      () => {
        const { code } = checked(EnrolInput, inputOf(form))
        return enrolDevice(signInContext(request), code, request.viewer)
      },
      ({ name, secret }) => {
        rememberTablet(reply, secret)
        reply.flash('success', `This tablet is "${name}" now.`)
        return reply.redirect(request.viewer ? homeOf(request.viewer) : '/auth/switch', 303)
      },
      (refused) => enrolPage(reply, form, refused),
    )
  })
}

const enrolPage = async (reply: FastifyReply, form: Form = {}, refused?: Refused) =>
  reply.page('access/tablets/enrol', {
    title: 'Shared tablet',
    tablet: (await tabletOf(reply.request))?.name ?? null,
    values: valuesOf(form),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
  })

export default enrol

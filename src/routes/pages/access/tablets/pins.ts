// PIN forms: one's own in the profile, and that of others on the page of their account.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { dictionary } from '../../../../lib/dictionary.ts'
import { OwnPinInput, PinInput } from '../../../../schemas/access/devices.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { removeOwnPin, setOwnPin, setPin } from '../../../../services/access/devices/pins.ts'
import { viewerOf } from '../../../../services/access/viewers.ts'
import { pinContext } from '../../../shared/pin-context.ts'
import { formOf, submitForm } from '../../forms.ts'
import { profilePage } from '../profile.ts'
import { passwordOf, submittedSignIn } from '../sign-in.ts'
import { userPage } from '../users/edit.ts'

const own = { permission: 'account' } as const
const page = { config: { permission: 'users.write' } as const, schema: { params: IdParams } }

const pins: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/profile/pin', { config: own }, (request, reply) => {
    const form = formOf(request)
    return submittedSignIn(
      reply,
      () => {
        const { pin, currentPassword } = checked(OwnPinInput, {
          pin: passwordOf(form, 'pin'),
          currentPassword: passwordOf(form, 'pinPassword'),
        })
        return setOwnPin(pinContext(request), viewerOf(request), pin, currentPassword)
      },
      () => reply.flash('success', 'PIN saved.').redirect('/profile', 303),
      (refused) => {
        // Another name than in the form of the password, on the same page.
        const { currentPassword, ...errors } = refused.errors
        const named = currentPassword ? { ...errors, pinPassword: currentPassword } : errors
        return profilePage(reply, {}, { ...refused, errors: dictionary(named) })
      },
    )
  })

  app.post('/profile/pin/remove', { config: own }, async (request, reply) => {
    await removeOwnPin(pinContext(request), viewerOf(request))
    return reply.flash('success', 'PIN removed.').redirect('/profile', 303)
  })

  app.post('/admin/users/:id/pin', page, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      () => {
        const { pin } = checked(PinInput, { pin: passwordOf(formOf(request), 'pin') })
        return setPin(pinContext(request), id, pin)
      },
      ({ fullName }) =>
        reply
          .flash('success', `${fullName} has a new PIN.`)
          .redirect(`/admin/users/${id}#user-pin`, 303),
      (refused) => userPage(reply, id, {}, refused),
    )
  })

  app.post('/admin/users/:id/pin/remove', page, async (request, reply) => {
    const { id } = request.params
    const { fullName } = await setPin(pinContext(request), id, null)
    reply.flash('success', `${fullName} has no PIN any more.`)
    return reply.redirect(`/admin/users/${id}#user-pin`, 303)
  })
}

export default pins

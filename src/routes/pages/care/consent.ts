// Consent by the profile page: whether the shop may write about offers and news. /profile/consent.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ConsentInput } from '../../../schemas/people/consent.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { setOwnConsent } from '../../../services/care/consent.ts'
import { profilePage } from '../access/profile.ts'
import { formOf, inputOf, submitForm } from '../forms.ts'

/** A box that is not ticked is not sent: whoever saves it says no. */
const UNTICKED = { emailConsent: 'false', textConsent: 'false' }

const consent: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/profile/consent', { config: { permission: 'account' } }, (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      () => {
        const input = checked(ConsentInput, { ...UNTICKED, ...inputOf(form) })
        return request.change((change) => setOwnConsent(change, viewerOf(request).id, input))
      },
      () => reply.flash('success', 'Your choice is saved.').redirect('/profile#offers', 303),
      (refused) => profilePage(reply, form, refused),
    )
  })
}

export default consent

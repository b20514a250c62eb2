// Theme choice (light, dark or system), stored with the user, or in a cookie for visitors: /theme.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { cookieOptions, MAX_AGE } from '../../../plugins/guards/cookie-options.ts'
import { Theme } from '../../../schemas/shared/theme.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { updateUser } from '../../../services/access/users/index.ts'
import { formOf, inputOf } from '../forms.ts'
import { safeNext } from '../next.ts'

const ThemeInput = Type.Object({ theme: Theme }, { additionalProperties: false })

const theme: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/theme', { config: { permission: 'public' } }, async (request, reply) => {
    const form = formOf(request)
    const { theme } = checked(ThemeInput, inputOf(form))
    const { viewer } = request
    if (viewer) await request.change((change) => updateUser(change, viewer.id, { theme }))
    reply.setCookie('theme', theme, { ...cookieOptions(request), maxAge: MAX_AGE })
    return reply.redirect(safeNext(form.next) ?? '/', 303)
  })
}

export default theme

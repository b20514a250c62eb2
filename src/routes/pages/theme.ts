// /theme: light, dark, or as the device has it; kept with the person, and in a cookie for visitors.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Theme } from '../../schemas/users.ts'
import { checked } from '../../schemas/validation.ts'
import { updateUser } from '../../services/users.ts'
import { type Form, inputOf } from './forms.ts'
import { safeNext } from './next.ts'

const ThemeInput = Type.Object({ theme: Theme }, { additionalProperties: false })
const COOKIE = { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 400 * 86_400 } as const

const theme: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/theme', { config: { roles: 'public' } }, async (request, reply) => {
    const form = request.body as Form
    const { theme } = checked(ThemeInput, inputOf(form))
    const { viewer } = request
    if (viewer) await request.change((change) => updateUser(change, viewer.id, { theme }))
    return reply.setCookie('theme', theme, COOKIE).redirect(safeNext(form.next) ?? '/', 303)
  })
}

export default theme

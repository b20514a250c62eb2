// The logo: shown to everybody at /logo, put up and taken down by the owner on the settings page.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { ADMIN } from '../../schemas/roles.ts'
import { readLogo, removeLogo, setLogo } from '../../services/shop-logo.ts'
import { fetchPicture, keyOf } from '../../services/stored-pictures.ts'
import { submitted } from './forms.ts'
import { settingsPage, storedValues } from './settings.ts'

const config = { roles: ADMIN }

// Pages name the edition, so that a browser asks once; without it, or with an older one, it asks each time.
const Edition = Type.Object({ v: Type.Optional(Type.String({ maxLength: 64 })) })

const shopLogo: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/logo',
    { config: { roles: 'public' }, schema: { querystring: Edition } },
    async (request, reply) => {
      const { bytes, contentType, sha256 } = await readLogo(app.db)
      const isNamed = request.query.v === sha256.slice(0, 10)
      const etag = `"${sha256.slice(0, 32)}"`
      const known = request.headers['if-none-match'] === etag
      const inStore = bytes.length === 0 && !known
      const shown = inStore ? await fetchPicture(app.objects, keyOf('logos', sha256)) : bytes
      reply.headers({
        etag,
        'cache-control': isNamed ? 'public, max-age=31536000, immutable' : 'public, no-cache',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      })
      if (known) return reply.code(304).send()
      return reply.type(contentType).send(shown)
    },
  )

  app.post('/admin/settings/logo', { config }, (request, reply) =>
    submitted(
      reply,
      async () => {
        const logo = await request.logo()
        return request.change((change) => setLogo(change, logo))
      },
      () => {
        reply.flash('success', 'The logo is saved.')
        return reply.redirect('/admin/settings', 303)
      },
      async ({ refusal }) =>
        settingsPage(reply, await storedValues(app.db), { logoProblem: refusal.message }),
    ),
  )

  app.post('/admin/settings/logo/delete', { config }, async (request, reply) => {
    await request.change(removeLogo)
    reply.flash('success', 'The logo is gone.')
    return reply.redirect('/admin/settings', 303)
  })
}

export default shopLogo

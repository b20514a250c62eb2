// Logo of the shop: public at /logo, uploaded and removed by the owner on the settings page.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { readLogo, removeLogo, setLogo } from '../../../../services/photos/logo.ts'
import { fetchPicture, keyOf } from '../../../../services/photos/store/index.ts'
import { isKnownTag } from '../../../shared/entity-tags.ts'
import { submitForm } from '../../forms.ts'
import { settingsPage, storedValues } from './index.ts'

const config = { permission: 'settings.write' } as const

// With the current version in the URL the browser caches it for good; otherwise it revalidates each time.
const Edition = Type.Object({ v: Type.Optional(Type.String({ maxLength: 64 })) })

const shopLogo: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/logo',
    { config: { permission: 'public' }, schema: { querystring: Edition } },
    async (request, reply) => {
      const { bytes, contentType, sha256 } = await readLogo(app.db)
      const isNamed = request.query.v === sha256.slice(0, 10)
      const etag = `"${sha256.slice(0, 32)}"`
      const known = isKnownTag(request.headers['if-none-match'], etag)
      const inStore = bytes.length === 0 && !known
      const content = inStore ? await fetchPicture(app.objects, keyOf('logos', sha256)) : bytes
      reply.headers({
        etag,
        'cache-control': isNamed ? 'public, max-age=31536000, immutable' : 'public, no-cache',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      })
      if (known) return reply.code(304).send()
      return reply.type(contentType).send(content)
    },
  )

  app.post('/admin/settings/logo', { config }, (request, reply) =>
    submitForm(
      reply,
      async () => {
        const { logo } = await request.logo()
        return request.change((change) => setLogo(change, logo))
      },
      () => {
        reply.flash('success', 'Logo saved.')
        return reply.redirect('/admin/settings#shop-logo', 303)
      },
      async ({ refusal }) =>
        settingsPage(reply, await storedValues(app.db), { logoProblem: refusal.message }),
    ),
  )

  app.post('/admin/settings/logo/delete', { config }, async (request, reply) => {
    await request.change(removeLogo)
    reply.flash('success', 'Logo removed.')
    return reply.redirect('/admin/settings#shop-logo', 303)
  })
}

export default shopLogo

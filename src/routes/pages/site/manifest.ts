// Web app manifest, for installing the shop as an app: /manifest.webmanifest.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { ACCENT_COLOURS } from '../../../views/helpers/accents.ts'

const manifest: FastifyPluginAsyncTypebox = async (app) => {
  const icon = (name: string, edge: number, purpose: string) => ({
    src: `/assets/${app.asset(name)}`,
    sizes: `${edge}x${edge}`,
    type: 'image/png',
    purpose,
  })
  const icons = [
    icon('icon-192.png', 192, 'any'),
    icon('icon-512.png', 512, 'any'),
    icon('icon-maskable-512.png', 512, 'maskable'),
  ]

  app.get(
    '/manifest.webmanifest',
    { config: { permission: 'public' } },
    async (_request, reply) => {
      const { name, accent } = await findSettings(app.db)
      return reply.type('application/manifest+json').header('cache-control', 'no-cache').send({
        id: '/',
        name,
        short_name: name,
        description: 'The order book of the shop.',
        start_url: '/admin',
        scope: '/',
        display: 'standalone',
        theme_color: ACCENT_COLOURS[accent],
        background_color: '#f7f7f8',
        icons,
      })
    },
  )
}

export default manifest

// Upload and removal of the shop's logo: /api/settings/logo.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { invalid } from '../../../../lib/errors/refusal.ts'
import { ref } from '../../../../schemas/common.ts'
import { answers, Nothing } from '../../../../schemas/problems/details.ts'
import { SettingsJson } from '../../../../schemas/shop/settings.ts'
import { removeLogo, setLogo } from '../../../../services/photos/logo.ts'
import { refuseFields } from '../../content.ts'
import { withETag } from '../../respond.ts'
import { settingsJson } from './json.ts'

const tags = ['Settings']
const config = { permission: 'settings.write' } as const
const url = '/api/settings/logo'

const settingsLogo: FastifyPluginAsyncTypebox = async (app) => {
  app.put(url, {
    config,
    schema: {
      tags,
      summary: 'Put up the logo of the shop',
      description:
        'One picture in a multipart/form-data body: JPEG, PNG, WebP or AVIF; with curl `-X PUT -F logo=@logo.png`. It is drawn anew, small and with its transparency, and shown on every page, to visitors too. No picture at all is 422 `no_logo`; what is none is refused as a photo of an order is.',
      operationId: 'putLogo',
      consumes: ['multipart/form-data'],
      response: answers({ 200: ref(SettingsJson) }, [413, 415, 422]),
    },
    handler: async (request, reply) => {
      const { logo, files, fields } = await request.logo()
      refuseFields(Object.keys(fields))
      if (files > 1) throw TOO_MANY
      await request.change((change) => setLogo(change, logo))
      return withETag(reply, await settingsJson(app.db))
    },
  })

  app.delete(url, {
    config,
    schema: {
      tags,
      summary: 'Take the logo of the shop down',
      description: 'Pages show the mark again. Where there is no logo nothing happens.',
      operationId: 'deleteLogo',
      response: answers({ 204: Nothing }),
    },
    handler: async (request, reply) => {
      await request.change(removeLogo)
      return reply.code(204).send(null)
    },
  })
}

const TOO_MANY = invalid({
  pointer: '/logo',
  code: 'maxItems',
  detail: 'A shop has one logo. Send one file.',
})

export default settingsLogo

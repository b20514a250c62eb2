// Settings of the shop: /api/settings.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ref } from '../../../../schemas/common.ts'
import { answers } from '../../../../schemas/problems/details.ts'
import { SettingsJson, SettingsPatch } from '../../../../schemas/shop/settings.ts'
import { changeSettings } from '../../../../services/shop/settings/change.ts'
import { ifMatch, withETag } from '../../respond.ts'
import { settingsJson } from './json.ts'

const tags = ['Settings']
const url = '/api/settings'

const settings: FastifyPluginAsyncTypebox = async (app) => {
  app.get(url, {
    config: { permission: 'settings.read' },
    schema: {
      tags,
      summary: 'What the shop is called, where it is, and how it works',
      operationId: 'getSettings',
      response: answers({ 200: ref(SettingsJson) }),
    },
    handler: async (_request, reply) => withETag(reply, await settingsJson(app.db)),
  })

  for (const method of ['PUT', 'PATCH'] as const) {
    app.route({
      method,
      url,
      config: { permission: 'settings.write' },
      schema: {
        tags,
        summary: 'Change the settings of the shop',
        description:
          'All of it is saved, or nothing. The currency cannot change any more once there are orders: 409 `currency_in_use`. Days promised to customers move with the time zone. The logo has an address of its own: `PUT /api/settings/logo`.',
        operationId: method === 'PUT' ? 'putSettings' : 'patchSettings',
        body: ref(SettingsPatch),
        response: answers({ 200: ref(SettingsJson) }, [409, 412, 422]),
      },
      handler: async (request, reply) => {
        const version = ifMatch(request)
        await request.change((change) => changeSettings(change, request.body, version))
        return withETag(reply, await settingsJson(app.db))
      },
    })
  }
}

export default settings

// PINs for shared tablets: /api/users/{id}/pin, and one's own.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { OwnPinInput, PinInput } from '../../../schemas/access/devices.ts'
import { UserJson } from '../../../schemas/access/users.ts'
import { IdParams, ref } from '../../../schemas/common.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { removeOwnPin, setOwnPin, setPin } from '../../../services/access/devices/pins.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { pinContext } from '../../shared/pin-context.ts'
import { withETag } from '../respond.ts'

const tags = ['Users']
const own = { permission: 'account' } as const
const writing = { permission: 'users.write' } as const

const pins: FastifyPluginAsyncTypebox = async (app) => {
  app.put('/api/users/me/pin', {
    config: own,
    schema: {
      tags,
      summary: 'Set your own PIN for shared tablets',
      operationId: 'setOwnPin',
      body: ref(OwnPinInput),
      response: answers({ 200: ref(UserJson) }, [422]),
    },
    handler: async (request, reply) => {
      const { pin, currentPassword } = request.body
      const viewer = viewerOf(request)
      return withETag(reply, await setOwnPin(pinContext(request), viewer, pin, currentPassword))
    },
  })

  app.delete('/api/users/me/pin', {
    config: own,
    schema: {
      tags,
      summary: 'Remove your own PIN',
      operationId: 'deleteOwnPin',
      response: answers({ 200: ref(UserJson) }),
    },
    handler: async (request, reply) =>
      withETag(reply, await removeOwnPin(pinContext(request), viewerOf(request))),
  })

  app.put('/api/users/:id/pin', {
    config: writing,
    schema: {
      tags,
      summary: 'Set the PIN of an account for shared tablets',
      description:
        'Only for accounts of the shop, and not for somebody with more rights: 403 `more_rights`. Sessions that were opened by the old PIN end.',
      operationId: 'setPin',
      params: IdParams,
      body: ref(PinInput),
      response: answers({ 200: ref(UserJson) }, [404, 422]),
    },
    handler: async (request, reply) =>
      withETag(reply, await setPin(pinContext(request), request.params.id, request.body.pin)),
  })

  app.delete('/api/users/:id/pin', {
    config: writing,
    schema: {
      tags,
      summary: 'Remove the PIN of an account',
      operationId: 'deletePin',
      params: IdParams,
      response: answers({ 200: ref(UserJson) }, [404]),
    },
    handler: async (request, reply) =>
      withETag(reply, await setPin(pinContext(request), request.params.id, null)),
  })
}

export default pins

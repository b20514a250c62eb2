// Shared tablets: /api/devices.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { rememberTablet } from '../../../plugins/guards/tablet.ts'
import { Session } from '../../../schemas/access/auth.ts'
import {
  DeviceCode,
  DeviceInput,
  DeviceJson,
  EnrolInput,
  Enrolled,
  SwitchInput,
} from '../../../schemas/access/devices.ts'
import { IdParams, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import { enrolDevice } from '../../../services/access/devices/enrolment.ts'
import {
  createDevice,
  issueCode,
  listDevices,
  revokeDevice,
} from '../../../services/access/devices/index.ts'
import { switchUser } from '../../../services/access/devices/switch.ts'
import { startTokenSession } from '../../../services/access/sessions/tokens.ts'
import { pinContext } from '../../shared/pin-context.ts'
import { programSession, signInContext } from '../../shared/sign-in-context.ts'
import { sessionAnswer } from './session-answer.ts'

const tags = ['Access']
const config = { permission: 'devices.write' } as const
// The tablet is known by its cookie; an expired token must not stop anybody.
const onTablet = { permission: 'public', identify: false } as const

const devices: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/devices', {
    config,
    schema: {
      tags,
      summary: 'List the shared tablets',
      operationId: 'listDevices',
      response: answers({ 200: Type.Object({ data: Type.Array(ref(DeviceJson)) }) }),
    },
    handler: async () => ({ data: await listDevices(app.db) }),
  })

  app.post('/api/devices', {
    config,
    schema: {
      tags,
      summary: 'Add a shared tablet',
      description:
        'The `code` is shown once and enrols one tablet within 15 minutes. A repeated idempotency key adds no other tablet, and answers another code: the first is no good any more.',
      operationId: 'createDevice',
      body: ref(DeviceInput),
      response: answers({ 201: ref(DeviceCode) }, [404, 422]),
    },
    handler: async (request, reply) => {
      const { id } = await request.once((change) => createDevice(change, request.body))
      reply.code(201)
      return request.change((change) => issueCode(change, id))
    },
  })

  app.delete('/api/devices/:id', {
    config,
    schema: {
      tags,
      summary: 'Revoke a shared tablet',
      description: 'Whoever is signed in there is signed out at once.',
      operationId: 'deleteDevice',
      params: IdParams,
      response: answers({ 204: Nothing }, [404]),
    },
    handler: async (request, reply) => {
      await request.change((change) => revokeDevice(change, request.params.id))
      return reply.code(204).send(null)
    },
  })

  app.post('/api/devices/enrol', {
    config: onTablet,
    schema: {
      tags,
      summary: 'Enrol this tablet with its code',
      description:
        'Sets the cookie `tablet` (`__Host-tablet` under https), by which the tablet is known from then on. Many wrong codes from one address are 429 `sign_in_locked`.',
      operationId: 'enrolDevice',
      body: ref(EnrolInput),
      response: answers({ 200: ref(Enrolled) }, [422]),
    },
    handler: async (request, reply) => {
      const { secret, ...tablet } = await enrolDevice(
        signInContext(request),
        request.body.code,
        request.viewer,
      )
      rememberTablet(reply, secret)
      return tablet
    },
  })

  app.post('/api/devices/switch', {
    config: onTablet,
    schema: {
      tags,
      summary: 'Sign in by PIN on a shared tablet',
      description:
        'The tablet is known by its cookie. Five wrong PINs in a row, and it asks for a password: 403 `device_needs_password`, until somebody of the shop signs in by password on its pages. Many wrong PINs for one account on several tablets are 429 `pin_locked`. What needs the password again on pages is 403 `password_needed` with these tokens.',
      operationId: 'switchUser',
      body: ref(SwitchInput),
      response: answers({ 200: ref(Session) }, [401, 403, 422]),
    },
    handler: async (request) => {
      const opened = await switchUser(pinContext(request), request.body, (change, tablet, { id }) =>
        startTokenSession(change, {
          ...programSession(request, id),
          openedBy: 'pin',
          deviceId: tablet.id,
        }),
      )
      return sessionAnswer(request, opened)
    },
  })
}

export default devices

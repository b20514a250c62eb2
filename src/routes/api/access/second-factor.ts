// Second factor of the API: one's own set-up, and its reset by somebody with the right.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  RecoveryCodes,
  RecoveryCodesInput,
  SecondFactorCode,
  SecondFactorJson,
  SecondFactorOff,
  SecondFactorSetUp,
} from '../../../schemas/access/second-factor.ts'
import { IdParams, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import { expectOwnPassword } from '../../../services/access/profile.ts'
import {
  beginSetup,
  confirmSetup,
  getFactorStatus,
  resetFactor,
  secondFactorKey,
} from '../../../services/access/second-factor/index.ts'
import {
  renewRecoveryCodes,
  turnOffWithCode,
} from '../../../services/access/second-factor/verification.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { otpauthOf } from '../../shared/otpauth.ts'
import { signInContext } from '../../shared/sign-in-context.ts'

const tags = ['Users']
const OWN = '/api/users/me/second-factor'
/** Open to somebody who must set it up first. */
const config = { permission: 'account', withoutSecondFactor: true } as const

const secondFactor: FastifyPluginAsyncTypebox = async (app) => {
  const key = secondFactorKey(app.config.cookieSecret)

  app.get(OWN, {
    config,
    schema: {
      tags,
      summary: 'Get the state of your own second factor',
      operationId: 'getSecondFactor',
      response: answers({ 200: ref(SecondFactorJson) }),
    },
    handler: async (request) => {
      const status = await getFactorStatus(app.db, viewerOf(request).id)
      return { ...status, isOn: status.since !== null }
    },
  })

  app.post(OWN, {
    config,
    schema: {
      tags,
      summary: 'Begin the set-up of your own second factor',
      description:
        'A new secret for an authenticator app (TOTP, RFC 6238). Sign-in asks for nothing until a code confirms it with PUT. One that is on is 409 `second_factor_on`.',
      operationId: 'beginSecondFactor',
      response: answers({ 201: ref(SecondFactorSetUp) }, [409]),
    },
    handler: async (request, reply) => {
      const viewer = viewerOf(request)
      const secret = await request.change((change) => beginSetup(change, key, viewer.id))
      const otpauthUrl = await otpauthOf(app.db, viewer, secret)
      return reply.code(201).send({ secret, otpauthUrl })
    },
  })

  app.put(OWN, {
    config,
    schema: {
      tags,
      summary: 'Confirm the set-up of your own second factor',
      description: 'Turns it on, and answers the recovery codes, once.',
      operationId: 'confirmSecondFactor',
      body: ref(SecondFactorCode),
      response: answers({ 200: ref(RecoveryCodes) }, [409, 422]),
    },
    handler: async (request) => {
      const { code } = request.body
      const { id } = viewerOf(request)
      const codes = await request.change((change) => confirmSetup(change, key, id, code))
      return { recoveryCodes: codes }
    },
  })

  app.delete(OWN, {
    config: { permission: 'account' },
    schema: {
      tags,
      summary: 'Turn off your own second factor',
      operationId: 'deleteSecondFactor',
      body: ref(SecondFactorOff),
      response: answers({ 204: Nothing }, [409, 422]),
    },
    handler: async (request, reply) => {
      const { password, code } = request.body
      const context = signInContext(request)
      const { email } = viewerOf(request)
      const account = await expectOwnPassword(context, { email, password }, '/password')
      await turnOffWithCode(context, account, code)
      return reply.code(204).send(null)
    },
  })

  // Not kept for a repeated request: the codes are stored nowhere.
  app.post(`${OWN}/recovery-codes`, {
    config: { permission: 'account' },
    schema: {
      tags,
      summary: 'Make new recovery codes for your own second factor',
      description:
        'Answers ten new codes, once; those from before are good no more. One that is off is 409 `second_factor_off`.',
      operationId: 'createRecoveryCodes',
      body: ref(RecoveryCodesInput),
      response: answers({ 201: ref(RecoveryCodes) }, [409, 422]),
    },
    handler: async (request, reply) => {
      const { password, code } = request.body
      const context = signInContext(request)
      const { email } = viewerOf(request)
      const account = await expectOwnPassword(context, { email, password }, '/password')
      const recoveryCodes = await renewRecoveryCodes(context, account, code)
      return reply.code(201).send({ recoveryCodes })
    },
  })

  app.delete('/api/users/:id/second-factor', {
    config: { permission: 'users.write' },
    schema: {
      tags,
      summary: 'Reset the second factor of an account',
      description:
        'For somebody who has lost phone and recovery codes: they sign in with the password alone. Not for somebody with more rights: 403 `more_rights`.',
      operationId: 'resetSecondFactor',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 409]),
    },
    handler: async (request, reply) => {
      await request.change((change) => resetFactor(change, request.params.id))
      return reply.code(204).send(null)
    },
  })
}

export default secondFactor

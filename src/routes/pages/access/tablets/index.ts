// Shared tablets of the shop: /admin/devices.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { originOf } from '../../../../plugins/requests/origin.ts'
import { DeviceInput } from '../../../../schemas/access/devices.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import {
  createDevice,
  issueCode,
  listDevices,
  revokeDevice,
} from '../../../../services/access/devices/index.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { type Form, formOf, inputOf, type Refused, submitForm, valuesOf } from '../../forms.ts'

const PATH = '/admin/devices'
const config = { permission: 'devices.write' } as const

const tablets: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, (_request, reply) => listPage(reply))

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const input = checked(DeviceInput, inputOf(form))
        const { id } = await request.once((change) => createDevice(change, input))
        return { ...input, ...(await request.change((change) => issueCode(change, id))) }
      },
      // Not redirected: the code is nowhere in clear.
      async ({ name, code, expiresAt }) =>
        reply.header('cache-control', 'no-store').page('access/tablets/code', {
          title: 'New tablet',
          name,
          code,
          expiresAt,
          address: `${originOf(app, await findSettings(app.db))}/device`,
        }),
      (refused) => listPage(reply, form, refused),
    )
  })

  app.post(
    `${PATH}/:id/revoke`,
    { config, schema: { params: IdParams } },
    async (request, reply) => {
      const { name } = await request.change((change) => revokeDevice(change, request.params.id))
      reply.flash('success', `"${name}" is revoked. Whoever was signed in there is signed out.`)
      return reply.redirect(PATH, 303)
    },
  )
}

const listPage = async (reply: FastifyReply, form: Form = {}, refused?: Refused) =>
  reply.page('access/tablets/index', {
    title: 'Tablets',
    devices: await listDevices(reply.server.db),
    values: valuesOf(form),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    idempotencyKey: valuesOf(form).idempotencyKey ?? randomUUID(),
  })

export default tablets

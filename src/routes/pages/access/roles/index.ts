// Role pages: /admin/roles.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { RoleInput, RolePatch } from '../../../../schemas/access/roles.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { checkedTyped } from '../../../../schemas/validation/typed-input.ts'
import {
  createRole,
  getRole,
  isFixed,
  listRoles,
  removeRole,
  updateRole,
} from '../../../../services/access/roles/index.ts'
import { viewerOf } from '../../../../services/access/viewers.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { type Form, formOf, inputOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { chosenIn, groupsOf, limitValues, limitWords } from './form.ts'

const PATH = '/admin/roles'
const config = { permission: 'roles.write' } as const
const one = { config, schema: { params: IdParams } }

const roles: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, async (_request, reply) => {
    const settings = await findSettings(app.db)
    const rows = await listRoles(app.db)
    return reply.page('access/roles/index', {
      title: 'Roles',
      roles: rows.map((role) => ({
        ...role,
        limits: limitWords(role.limits, settings),
      })),
    })
  })

  app.get(`${PATH}/new`, { config }, (_request, reply) => newPage(reply, {}))

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const input = checkedTyped(RoleInput, typedIn(form), await findSettings(app.db))
        return request.once((change) => createRole(change, input))
      },
      ({ name }) => {
        reply.flash('success', `${name} saved.`)
        return reply.redirect(PATH, 303)
      },
      (refused) => newPage(reply, form, refused),
    )
  })

  app.get(`${PATH}/:id`, one, ({ params }, reply) => rolePage(reply, params.id))

  app.post(`${PATH}/:id`, one, (request, reply) => {
    const { id } = request.params
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const { requiresSecondFactor } = typedIn(form)
        const typed = isFixed(await getRole(app.db, id)) ? { requiresSecondFactor } : typedIn(form)
        const patch = checkedTyped(RolePatch, typed, await findSettings(app.db))
        const version = Number(form.version)
        return request.change((change) => updateRole(change, id, patch, version))
      },
      ({ name }) => {
        reply.flash('success', `${name} saved. It counts from now on.`)
        return reply.redirect(PATH, 303)
      },
      (refused) => rolePage(reply, id, form, refused),
    )
  })

  app.post(`${PATH}/:id/delete`, one, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      async () => {
        const { name } = await getRole(app.db, id)
        await request.change((change) => removeRole(change, id))
        return name
      },
      (name) => {
        reply.flash('success', `The role ${name} is deleted.`)
        return reply.redirect(PATH, 303)
      },
      (refused) => rolePage(reply, id, undefined, refused),
    )
  })
}

/** A blank limit is none; no box ticked is no permission. */
const typedIn = (form: Form) => {
  const { limits, ...input } = inputOf(form)
  return {
    ...input,
    permissions: chosenIn(form),
    requiresSecondFactor: form.requiresSecondFactor !== undefined,
    limits: { discount: null, refund: null, ...(limits as object | undefined) },
  }
}

function newPage(reply: FastifyReply, form: Form, refused?: Refused) {
  const values = valuesOf(form)
  return reply.page('access/roles/new', {
    title: 'New role',
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    idempotencyKey: values.idempotencyKey ?? randomUUID(),
    groups: groupsOf(viewerOf(reply.request), chosenIn(form)),
  })
}

async function rolePage(reply: FastifyReply, id: number, form?: Form, refused?: Refused) {
  const { db } = reply.server
  const role = await getRole(db, id)
  const settings = await findSettings(db)
  const isStale = refused?.refusal.kind === 'stale'
  const values = form
    ? valuesOf(form)
    : {
        name: role.name,
        ...limitValues(role.limits, settings),
        requiresSecondFactor: role.requiresSecondFactor ? 'true' : '',
      }
  return reply.page('access/roles/edit', {
    title: role.name,
    role,
    isFixed: isFixed(role),
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    version: isStale || !form ? role.version : valuesOf(form).version,
    groups: groupsOf(viewerOf(reply.request), form ? chosenIn(form) : role.permissions),
  })
}

export default roles

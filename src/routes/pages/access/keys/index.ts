// API key pages: /admin/keys.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { KeyInput, KeyPatch, KeyQuery } from '../../../../schemas/access/keys.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { createKey, revokeKey, updateKey } from '../../../../services/access/keys/index.ts'
import { readKey } from '../../../../services/access/keys/input.ts'
import { countKeys, getKey, listKeys } from '../../../../services/access/keys/read.ts'
import { createKeySecret } from '../../../../services/access/keys/secret.ts'
import { viewerOf } from '../../../../services/access/viewers.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { pageBeyond } from '../../beyond-last.ts'
import { type Form, formOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { pageQuery, urlOf } from '../../queries.ts'
import { groupsOf, limitWords } from '../roles/form.ts'
import { keyErrors, keyValues, scopesIn, typedKey } from './form.ts'

const PATH = '/admin/keys'
const config = { permission: 'keys.write' } as const
const one = { config, schema: { params: IdParams } }

const keys: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, async (request, reply) => {
    const query = pageQuery(KeyQuery, request.query)
    const list = await listKeys(app.db, query)
    const { revoked } = query
    const now = new Date().toISOString()
    return reply.page('access/keys/index', {
      title: 'API keys',
      keys: list.rows.map((key) => ({
        ...key,
        hasEnded: key.expiresAt !== null && key.expiresAt <= now,
      })),
      total: await countKeys(app.db, query),
      isRevoked: revoked === true,
      tabs: [
        { label: 'In use', href: PATH, current: !revoked },
        { label: 'Revoked', href: urlOf(PATH, { revoked: true }), current: revoked === true },
      ],
      beyond: await pageBeyond(
        query,
        list,
        (page) => listKeys(app.db, { revoked: revoked === true, page }),
        (page) => urlOf(PATH, { revoked, page }),
      ),
      pager: {
        first: query.cursor ? urlOf(PATH, { revoked }) : null,
        next: list.nextCursor ? urlOf(PATH, { revoked, cursor: list.nextCursor }) : null,
      },
    })
  })

  app.get(`${PATH}/new`, { config }, (_request, reply) => newPage(reply, {}))

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request)
    const secret = createKeySecret()
    return submitForm(
      reply,
      async () => {
        const { timeZone } = await findSettings(app.db)
        const typed = typedKey(form)
        const input = readKey(() => checked(KeyInput, typed), typed, timeZone)
        return request.once((change) => createKey(change, input, secret))
      },
      ({ id, name }) => {
        if (!request.replayed) return createdPage(reply, { id, name }, secret.key)
        reply.flash(
          'error',
          `${name} was made before, and its key shown then. Not seen it? Revoke it, and make a new one.`,
        )
        return reply.redirect(`${PATH}/${id}`, 303)
      },
      (refused) => newPage(reply, form, refused),
    )
  })

  app.get(`${PATH}/:id`, one, ({ params }, reply) => keyPage(reply, params.id))

  app.post(`${PATH}/:id`, one, (request, reply) => {
    const { id } = request.params
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const stored = { key: await getKey(app.db, id), settings: await findSettings(app.db) }
        const typed = typedKey(form, stored)
        const { timeZone } = stored.settings
        const patch = readKey(() => checked(KeyPatch, typed), typed, timeZone)
        return request.change((change) => updateKey(change, id, patch, Number(form.version)))
      },
      ({ name }) => {
        reply.flash('success', `${name} saved. It counts from now on.`)
        return reply.redirect(PATH, 303)
      },
      (refused) => keyPage(reply, id, form, refused),
    )
  })

  app.post(`${PATH}/:id/revoke`, one, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      () => request.change((change) => revokeKey(change, id)),
      ({ name }) => {
        reply.flash('success', `${name} is revoked. Its key opens nothing any more.`)
        return reply.redirect(PATH, 303)
      },
      (refused) => keyPage(reply, id, undefined, refused),
    )
  })
}

async function newPage(reply: FastifyReply, form: Form, refused?: Refused) {
  const values = valuesOf(form)
  const viewer = viewerOf(reply.request)
  return reply.page('access/keys/new', {
    title: 'New API key',
    values,
    errors: keyErrors(refused?.errors),
    problem: refused?.message ?? null,
    idempotencyKey: values.idempotencyKey ?? randomUUID(),
    groups: groupsOf(viewer, scopesIn(form)),
    limits: limitWords(viewer.limits, await findSettings(reply.server.db)),
  })
}

/** Answered to the form itself: nothing could show the key after a redirect. */
function createdPage(reply: FastifyReply, { id, name }: { id: number; name: string }, key: string) {
  reply.header('cache-control', 'no-store')
  return reply.page('access/keys/created', { title: `Key for ${name}`, id, name, key })
}

async function keyPage(reply: FastifyReply, id: number, form?: Form, refused?: Refused) {
  const { db } = reply.server
  const key = await getKey(db, id)
  const settings = await findSettings(db)
  const isStale = refused?.refusal.kind === 'stale'
  return reply.page('access/keys/edit', {
    title: key.name,
    key,
    values: form ? valuesOf(form) : keyValues(key, settings),
    errors: keyErrors(refused?.errors),
    problem: refused?.message ?? null,
    version: isStale || !form ? key.version : valuesOf(form).version,
    groups: groupsOf(viewerOf(reply.request), form ? scopesIn(form) : key.scopes),
    limits: limitWords(key.limits, settings),
  })
}

export default keys

// Pages and fragments: one helper puts the common context in and decides which of the two to send.

import { join } from 'node:path'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { formatsFor } from '../services/formats.ts'
import { findSettings } from '../services/settings.ts'
import { escaped } from '../views/escaped.ts'
import { createViewHelpers } from '../views/helpers.ts'
import { strictContext } from '../views/strict-context.ts'
import { linkTo } from './origin.ts'

type Context = Record<string, unknown>

interface Options {
  root: string
  /** Reload templates on every request, and throw when a template reads a key that was not given. */
  strict: boolean
}

async function views(app: FastifyInstance, { root, strict }: Options) {
  const templates = join(root, 'src/views')
  const eta = new Eta({
    views: templates,
    autoTrim: ['nl', false],
    escapeFunction: escaped,
    functionHeader: 'it = this.strict(it); const h = this.helpers;',
  })
  Object.assign(eta, {
    resolvePath: rememberedPaths(eta),
    helpers: createViewHelpers(root),
    strict: strict ? (it: object) => strictContext(it, 'A template') : (it: object) => it,
  })
  const production = !strict || process.env.NODE_ENV === 'test'
  await app.register(fastifyView, { engine: { eta }, templates, production })

  app.decorateReply('pageHeaders', function () {
    this.header('vary', 'HX-Request, HX-Request-Type, Cookie')
    if (!this.hasHeader('cache-control')) this.header('cache-control', 'private, no-cache')
    return this
  })
  app.decorateReply('page', async function (template, context, fragment) {
    const wantsFragment = fragment !== undefined && isPartial(this.request)
    const full = { ...(await commonContext(this)), ...context }
    // With its ending: of `status.swap` the plugin would take `.swap` for one.
    const html = await this.viewAsync(`/${wantsFragment ? fragment : template}.eta`, full)
    return this.pageHeaders().type('text/html; charset=utf-8').send(html)
  })
}

/** Eta finds the file of a part anew for each row of a list; a part stays where it is. */
function rememberedPaths(eta: Eta) {
  const resolve = eta.resolvePath?.bind(eta)
  const known = new Map<string, string>()
  return (template: string, options?: { filepath?: string }): string => {
    const key = `${options?.filepath ?? ''} ${template}`
    const path = known.get(key) ?? resolve?.(template, options) ?? template
    known.set(key, path)
    return path
  }
}

/** A fragment only for an htmx request of the partial kind; history restores and full ones get the page. */
export function isPartial(request: FastifyRequest): boolean {
  return (
    request.headers['hx-request'] === 'true' &&
    request.headers['hx-request-type'] === 'partial' &&
    request.headers['hx-history-restore-request'] !== 'true'
  )
}

async function commonContext(reply: FastifyReply) {
  const { request } = reply
  const shop = await findSettings(request.server.db)
  const viewer = request.viewer
  return {
    shop,
    viewer,
    csrf: reply.csrfToken(),
    origin: linkTo(request, ''),
    path: request.url.split('?', 1)[0],
    flash: reply.takeFlash(),
    theme: themeOf(request, shop.theme),
    fmt: formatsFor(shop),
  }
}

/** What the person chose, or this browser; the shop's own look where nobody chose. */
function themeOf({ viewer, cookies }: FastifyRequest, ofShop: string): string {
  const chosen = viewer?.theme ?? cookies.theme ?? 'system'
  return chosen === 'system' ? ofShop : chosen
}

declare module 'fastify' {
  interface FastifyReply {
    /** What a cache may do with a page. */
    pageHeaders(): FastifyReply
    /**
     * Sends a page, or only `fragment` of it when htmx asked for a part.
     * Both templates get the same context.
     */
    page(
      template: string,
      context: Context & { title: string },
      fragment?: string,
    ): Promise<FastifyReply>
  }
}

export default fp(views, { name: 'views' })

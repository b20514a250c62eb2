// Page rendering: adds the common context and sends either the page or a fragment of it.

import { join } from 'node:path'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { can } from '../../services/access/viewers.ts'
import { findSettings } from '../../services/shop/settings/read.ts'
import type { CommonContext } from '../../views/contexts/common.ts'
import type { FragmentOf, PageContexts, PageName } from '../../views/contexts/index.ts'
import { escaped } from '../../views/helpers/escaped.ts'
import { formatsFor } from '../../views/helpers/formats.ts'
import { createViewHelpers } from '../../views/helpers/index.ts'
import { homeOf } from '../../views/helpers/navigation.ts'
import { strictContext } from '../../views/helpers/strict-context.ts'
import { originOf } from '../requests/origin.ts'
import { cacheTemplatePaths } from './eta-paths.ts'

/** Request headers on which pages depend. */
export const PAGE_VARY = 'HX-Request, HX-Request-Type, Cookie'

interface Options {
  root: string
  /** Throw when a template reads a key that was not given. */
  strict: boolean
}

async function views(app: FastifyInstance, { root, strict }: Options) {
  const templates = join(root, 'src/views')
  const eta = engineFor({ root, strict })
  const production = process.env.NODE_ENV !== 'development' // each template is read once
  await app.register(fastifyView, { engine: { eta }, templates, production })

  app.decorateReply('pageHeaders', function () {
    this.header('vary', PAGE_VARY)
    if (!this.hasHeader('cache-control')) this.header('cache-control', 'private, no-cache')
    return this
  })
  app.decorateReply('render', async function (template, context) {
    const full = { ...(await commonContext(this)), ...context }
    // With the extension: of `status.swap` the plugin would take `.swap` for one.
    return this.viewAsync(`/${template}.eta`, full)
  })
  app.decorateReply('page', async function (template, context, fragment) {
    const wantsFragment = fragment !== undefined && isPartial(this.request)
    const html = await this.render(
      (wantsFragment ? fragment : template) as typeof template,
      context,
    )
    return this.pageHeaders().type('text/html; charset=utf-8').send(html)
  })
}

const engines = new Map<string, Eta>()

/** One for all apps of a process: it holds the compiled templates. */
function engineFor({ root, strict }: Options): Eta {
  const key = `${strict} ${root}`
  const engine = engines.get(key) ?? createEngine({ root, strict })
  engines.set(key, engine)
  return engine
}

function createEngine({ root, strict }: Options): Eta {
  const eta = new Eta({
    views: join(root, 'src/views'),
    autoTrim: ['nl', false],
    escapeFunction: escaped,
    functionHeader: 'it = this.strict(it); const h = this.helpers;',
  })
  Object.assign(eta, {
    helpers: createViewHelpers(root),
    strict: strict ? (it: object) => strictContext(it, 'A template') : (it: object) => it,
  })
  cacheTemplatePaths(eta)
  return eta
}

/** A fragment only for an htmx request of the partial kind; history restores and full ones get the page. */
export function isPartial(request: FastifyRequest): boolean {
  return (
    request.headers['hx-request'] === 'true' &&
    request.headers['hx-request-type'] === 'partial' &&
    request.headers['hx-history-restore-request'] !== 'true'
  )
}

async function commonContext(reply: FastifyReply): Promise<CommonContext> {
  const { request } = reply
  const shop = await findSettings(request.server.db)
  const viewer = request.viewer
  return {
    shop,
    viewer,
    can: (permission) => viewer !== null && can(viewer, permission),
    home: homeOf(viewer),
    csrf: isShared(request) ? '' : reply.csrfToken(),
    origin: originOf(request.server, shop),
    path: request.url.split('?', 1)[0] ?? '/',
    address: request.url,
    flash: reply.takeFlash(),
    theme: themeOf(request, shop.theme),
    fmt: formatsFor(shop),
  }
}

/**
 * True for a page that is the same text for all visitors: nobody is signed in, and no cookie says anything about them.
 * It has no token for forms; what it sends is marked `visitorForm`.
 */
export const isShared = (request: FastifyRequest): boolean =>
  request.routeOptions.config.shared === true &&
  request.viewer === null &&
  request.lockedViewer === null &&
  OF_VISITORS.every((name) => request.cookies[name] === undefined)

/** Cookies of a visitor on which a page depends. */
const OF_VISITORS = ['cart', 'flash', 'theme']

/** The user's theme, else the browser's cookie, else the shop's. */
function themeOf({ viewer, cookies }: FastifyRequest, ofShop: string): string {
  const chosen = viewer?.theme ?? cookies.theme ?? 'system'
  return chosen === 'system' ? ofShop : chosen
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The page is the same text for all visitors without a cart. */
    shared?: boolean
  }
  interface FastifyReply {
    pageHeaders(): FastifyReply
    /** HTML of a page. */
    render<Name extends PageName>(template: Name, context: PageContexts[Name]): Promise<string>
    /** Sends a page, or only `fragment` of it to htmx, with the same context. */
    page<Name extends PageName>(
      template: Name,
      context: PageContexts[Name],
      fragment?: FragmentOf<Name>,
    ): Promise<FastifyReply>
  }
}

export default fp(views, { name: 'views' })

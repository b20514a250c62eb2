// One message that survives one redirect: "Order #1042 saved". Kept in a signed cookie, shown once.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

export interface Flash {
  kind: 'success' | 'error'
  message: string
  /** The event that can be undone right here, or null. */
  undo: number | null
  /** Where to mend what was refused, or null. */
  link: { href: string; label: string } | null
}

const COOKIE = 'flash'

async function flash(app: FastifyInstance) {
  app.decorateReply('flash', function (kind, message, more = {}) {
    return this.setCookie(COOKIE, JSON.stringify({ kind, message, ...more }), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      signed: true,
      maxAge: 60,
    })
  })

  app.decorateReply('takeFlash', function () {
    const cookie = this.request.cookies[COOKIE]
    if (!cookie) return null
    this.clearCookie(COOKIE, { path: '/' })
    const { valid, value } = this.unsignCookie(cookie)
    return valid && value ? ({ undo: null, link: null, ...JSON.parse(value) } as Flash) : null
  })
}

declare module 'fastify' {
  interface FastifyReply {
    /** Keeps a message for the next page. */
    flash(
      kind: Flash['kind'],
      message: string,
      more?: Partial<Pick<Flash, 'undo' | 'link'>>,
    ): FastifyReply
    /** The message kept by the page before, once. */
    takeFlash(): Flash | null
  }
}

export default fp(flash, { name: 'flash' })

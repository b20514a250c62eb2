// One message that survives one redirect: "Order #1042 saved". Kept in a signed cookie, shown once.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

export interface Flash {
  kind: 'success' | 'error'
  message: string
}

const COOKIE = 'flash'

async function flash(app: FastifyInstance) {
  app.decorateReply('flash', function (kind, message) {
    return this.setCookie(COOKIE, JSON.stringify({ kind, message }), {
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
    return valid && value ? (JSON.parse(value) as Flash) : null
  })
}

declare module 'fastify' {
  interface FastifyReply {
    /** Keeps a message for the next page. */
    flash(kind: Flash['kind'], message: string): FastifyReply
    /** The message kept by the page before, once. */
    takeFlash(): Flash | null
  }
}

export default fp(flash, { name: 'flash' })

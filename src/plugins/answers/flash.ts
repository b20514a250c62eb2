// Flash messages: one message that survives one redirect ("Order #1042 saved"), in a signed cookie.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Flash } from '../../views/contexts/common.ts'
import { cookieOptions } from '../guards/cookie-options.ts'

const COOKIE = 'flash'
/** Browsers limit a cookie to 4,096 bytes, and a character can take nine of them. */
const MOST = 300

async function flash(app: FastifyInstance) {
  app.decorateReply('flash', function (kind, message, more = {}) {
    const said = message.length > MOST ? `${message.slice(0, MOST)}…` : message
    return this.setCookie(COOKIE, JSON.stringify({ kind, message: said, ...more }), {
      ...cookieOptions(this.request),
      signed: true,
      maxAge: 60,
    })
  })

  app.decorateReply('takeFlash', function () {
    const cookie = this.request.cookies[COOKIE]
    if (!cookie) return null
    this.clearCookie(COOKIE, cookieOptions(this.request))
    const { valid, value } = this.unsignCookie(cookie)
    return valid && value ? ({ undo: null, link: null, ...JSON.parse(value) } as Flash) : null
  })
}

declare module 'fastify' {
  interface FastifyReply {
    flash(
      kind: Flash['kind'],
      message: string,
      more?: Partial<Pick<Flash, 'undo' | 'link'>>,
    ): FastifyReply
    takeFlash(): Flash | null
  }
}

export default fp(flash, { name: 'flash' })

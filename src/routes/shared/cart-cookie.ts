// Whose cart a page is about: an account's, or that of the visitor who has its token in a cookie.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { cookieOptions } from '../../plugins/guards/cookie-options.ts'
import type { CartHolder } from '../../services/storefront/cart/holder.ts'

const COOKIE = 'cart'
/** As long as the cart of a visitor is kept without being opened, in seconds. */
const MAX_AGE = 90 * 86_400

export const holderOf = ({ viewer, cookies }: FastifyRequest): CartHolder =>
  viewer ? { userId: viewer.id } : { token: cookies[COOKIE] ?? null }

export const cartTokenOf = ({ cookies }: FastifyRequest): string | undefined => cookies[COOKIE]

export const keepCartToken = (reply: FastifyReply, token: string): FastifyReply =>
  reply.setCookie(COOKIE, token, { ...cookieOptions(reply.request), maxAge: MAX_AGE })

export const forgetCartToken = (reply: FastifyReply): FastifyReply =>
  reply.clearCookie(COOKIE, cookieOptions(reply.request))

// Device cookie: recognizes a device where somebody has signed in before. It outlives the session.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { cookieOptions, MAX_AGE } from '../../plugins/guards/cookie-options.ts'
import { isHttps } from '../../plugins/requests/kind.ts'
import { addAccount, type Device, readDevice } from '../../services/access/sign-in/known-devices.ts'

const nameOf = (request: FastifyRequest) => (isHttps(request) ? '__Host-device' : 'device')

export function deviceOf(request: FastifyRequest): Device | null {
  const cookie = request.cookies[nameOf(request)]
  if (!cookie) return null
  const { valid, value } = request.unsignCookie(cookie)
  return valid && value ? readDevice(value) : null
}

/** Marks this device as known to the account. */
export function rememberDevice(
  reply: FastifyReply,
  account: { id: number; passwordHash: string },
): void {
  const { request } = reply
  const device = addAccount(deviceOf(request), account)
  const options = { ...cookieOptions(request), signed: true, maxAge: MAX_AGE }
  reply.setCookie(nameOf(request), JSON.stringify(device), options)
}

// Public origin of the shop, for messages, links and QR codes. Never from the Host header, which anybody can set. Pages
// link to each other by path.
import { networkInterfaces } from 'node:os'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../../config/index.ts'
import type { Settings } from '../../schemas/shop/settings.ts'
import { findSettings } from '../../services/shop/settings/read.ts'

/** An absolute URL. @param path begins with a slash */
export async function linkTo({ server }: FastifyRequest, path: string): Promise<string> {
  return `${originOf(server, await findSettings(server.db))}${path}`
}

/** The app, or what a command knows of it: the address is null where nothing listens. */
interface Listener {
  config: Pick<Config, 'publicUrl' | 'host' | 'port'>
  server: { address: FastifyInstance['server']['address'] }
}

/** PUBLIC_URL, else the setting, else where this process listens. */
export const originOf = (app: Listener, { publicUrl }: Pick<Settings, 'publicUrl'>) =>
  app.config.publicUrl ?? publicUrl ?? listeningOrigin(app, addressInNetwork() ?? 'localhost')

/** @param self host name to use if the server listens on all addresses */
export function listeningOrigin({ config, server }: Listener, self: string): string {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const { host } = config
  const isEverywhere = ['0.0.0.0', '::', ''].includes(host)
  const name = host.includes(':') ? `[${host}]` : host
  return `http://${isEverywhere ? self : name}:${port ?? config.port}`
}

/** A computer that joins another network has a new address; asking the system for each page is not free. */
const ADDRESS_MS = 5_000

let known: { address: string | undefined; until: number } | undefined

/** This computer's address in the local network, at most ADDRESS_MS old. */
function addressInNetwork(): string | undefined {
  const now = performance.now()
  if (known === undefined || now >= known.until) {
    const all = Object.values(networkInterfaces()).flat()
    const address = all.find((one) => one?.family === 'IPv4' && !one.internal)?.address
    known = { address, until: now + ADDRESS_MS }
  }
  return known.address
}

const OF_THIS_COMPUTER = /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/i

/** The origin used for set-up, by somebody who holds the set-up token; `null` for loopback addresses. */
export function originAtSetup({ protocol, host }: FastifyRequest): string | null {
  const url = `${protocol}://${host}`
  if (!URL.canParse(url)) return null
  const { origin, hostname } = new URL(url)
  return OF_THIS_COMPUTER.test(hostname) ? null : origin
}

/** True if an Origin or Referer is this shop's. */
export function isOfOwnHost(request: FastifyRequest, from: string): boolean {
  // Sandboxed and anonymous pages send `null`.
  if (!URL.canParse(from)) return false
  // Its scheme is used: a proxy may speak https while we see http.
  const { protocol, host } = new URL(from)
  const own = [`${protocol}//${request.host}`, request.server.config.publicUrl ?? '']
  return own.some((url) => URL.canParse(url) && new URL(url).host === host)
}

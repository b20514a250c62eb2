// Trusted proxies: parses TRUST_PROXY. Never all addresses: then any client could claim any address.
import { isIP } from 'node:net'

/** For Fastify's `trustProxy`; `undefined` if invalid. */
export function trustedProxies(text: string): false | number | string[] | undefined {
  if (text === '') return false
  if (/^[1-9]$/.test(text)) return Number(text)
  const networks = text.split(',').map((network) => network.trim())
  return networks.every(isNetwork) ? networks : undefined
}

/** An address, or a network other than `/0`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  if (bits === undefined) return true
  return /^[1-9][0-9]{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)
}

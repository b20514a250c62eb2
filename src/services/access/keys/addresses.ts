// Addresses from which an API key may be used: IP addresses and CIDR ranges. An IPv4 address mapped into IPv6
// (RFC 4291, section 2.5.5.2) is the IPv4 address.
import { BlockList, isIP, isIPv4 } from 'node:net'
import { type FieldError, invalid } from '../../../lib/errors/refusal.ts'

const MAPPED_BITS = 96

/** In one spelling; `undefined` for what is no address. */
function canonicalAddress(text: string): string | undefined {
  if (isIPv4(text)) return text
  if (isIP(text) === 0 || text.includes('%')) return undefined
  // The URL parser writes an IPv6 address in its short form (RFC 5952), and a mapped one in hex.
  const address = new URL(`http://[${text}]`).hostname.slice(1, -1)
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? []
  return high && low ? [high, low].map(twoBytes).join('.') : address
}

function twoBytes(hex: string): string {
  const value = Number.parseInt(hex, 16)
  return `${value >> 8}.${value & 255}`
}

/** In one spelling: '::ffff:10.0.0.0/104' is '10.0.0.0/8'. `undefined` for what is neither address nor range. */
function canonicalRange(text: string): string | undefined {
  const [, typed = '', , digits] = /^([^/]+)(\/(\d{1,3}))?$/.exec(text) ?? []
  const address = canonicalAddress(typed)
  if (address === undefined || digits === undefined) return address
  const isMapped = isIPv4(address) && !isIPv4(typed)
  const bits = Number(digits) - (isMapped ? MAPPED_BITS : 0)
  return bits >= 0 && bits <= bitsOf(address) ? `${address}/${bits}` : undefined
}

const bitsOf = (address: string) => (isIPv4(address) ? 32 : 128)

/** @throws Refusal `invalid_input` naming each that is neither an address nor a range */
export function parseAddresses(typed: readonly string[]): string[] {
  const ranges = typed.map((text) => canonicalRange(text.trim()))
  const errors = ranges.flatMap((range, at): FieldError[] =>
    range === undefined
      ? [{ pointer: `/addresses/${at}`, code: 'address', detail: wrong(typed[at] ?? '') }]
      : [],
  )
  if (errors.length > 0) throw invalid(...errors)
  return [...new Set(ranges as string[])]
}

const wrong = (text: string) =>
  `"${text.slice(0, 60)}" is no IP address. Write addresses like 203.0.113.7 and ranges like 203.0.113.0/24.`

/** One list for each family: a single one would find IPv4 addresses in `::/0`. */
export type Ranges = Record<'ipv4' | 'ipv6', BlockList>

/** @returns null without ranges: any address will do */
export function rangeLists(ranges: readonly string[]): Ranges | null {
  if (ranges.length === 0) return null
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const family = familyOf(address)
    lists[family].addSubnet(address, Number(bits ?? bitsOf(address)), family)
  }
  return lists
}

const familyOf = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6')

/** @param ip of a connection; that of a closed one is undefined */
export function isWithin(ranges: Ranges | null, ip: string | undefined): boolean {
  if (ranges === null) return true
  // Link-local addresses carry the interface: 'fe80::1%eth0'.
  const address = canonicalAddress(ip?.replace(/%.*$/, '') ?? '')
  if (address === undefined) return false
  const family = familyOf(address)
  return ranges[family].check(address, family)
}

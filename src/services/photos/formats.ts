// Detects the image format from the first bytes: file name and declared type can't be trusted.

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif'

export const START_BYTES = 256

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const JPEG = Buffer.from([0xff, 0xd8, 0xff])
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1']

/** `heic` is detected only for a helpful refusal. */
export function formatOf(bytes: Buffer): PhotoFormat | 'heic' | undefined {
  if (bytes.subarray(0, 3).equals(JPEG)) return 'jpeg'
  if (bytes.subarray(0, 8).equals(PNG)) return 'png'
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP') return 'webp'
  const brands = brandsOf(bytes)
  // HEIC and AVIF share `mif1`, so `avif` anywhere in the list decides first.
  if (brands.includes('avif') || brands.includes('avis')) return 'avif'
  return brands.some((brand) => HEIC_BRANDS.includes(brand)) ? 'heic' : undefined
}

/** The brands of the `ftyp` box of ISO media files (ISO/IEC 14496-12, 4.3). */
function brandsOf(bytes: Buffer): string[] {
  if (bytes.length < 16 || latin(bytes, 4, 8) !== 'ftyp') return []
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, START_BYTES)
  const brands = [latin(bytes, 8, 12)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(latin(bytes, at, at + 4))
  return brands
}

const latin = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to)

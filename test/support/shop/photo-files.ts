// Photo files for tests, generated: a rotated phone photo, a truncated one, a decompression bomb.
import { constants, crc32, deflateRawSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

export const RED = { r: 200, g: 30, b: 40 }
export const BLUE = { r: 30, g: 60, b: 200 }

/** Red left half, blue right half, so that a rotation shows. */
export function twoHalves(width: number, height: number): Sharp {
  const right = { create: { width: width / 2, height, channels: 3 as const, background: BLUE } }
  return sharp({ create: { width, height, channels: 3, background: RED } }).composite([
    { input: right, left: width / 2, top: 0 },
  ])
}

/** As a phone held upright stores it: landscape pixels, and EXIF orientation of 90 degrees. */
export async function sidewaysPhoto(): Promise<Buffer> {
  return sharp(await twoHalves(800, 600).png().toBuffer())
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

export async function photoWithGps(): Promise<Buffer> {
  return twoHalves(400, 300)
    .withExif({
      IFD0: { Make: 'Pocketcam', Copyright: 'Amina Yusuf' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '6/1 27/1 14/1', GPSLongitudeRef: 'E' },
    })
    .jpeg()
    .toBuffer()
}

/** A photo with detail, so that truncation loses something. */
export async function noisyPhoto(width = 640, height = 480): Promise<Sharp> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 }
  return sharp({ create: { width, height, channels: 3, background: '#888', noise } })
}

/**
 * A small file that unpacks to `edge` x `edge` black pixels: 900 megapixels for an edge of 30,000. `edge` is a multiple of
 * 100, so that a hundredth is compressed, and repeated.
 */
export function pngBomb(edge: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(edge, 0)
  header.writeUInt32BE(edge, 4)
  header.set([1, 0, 0, 0, 0], 8) // 1 bit of grey for each pixel
  const bytes = (1 + Math.ceil(edge / 8)) * edge
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflatedZeros(bytes)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A zlib stream (RFC 1950) of so many zeros, a multiple of 100. */
function deflatedZeros(bytes: number): Buffer {
  const finishFlush = constants.Z_FULL_FLUSH // ends at a byte, and refers to nothing before itself
  const hundredth = deflateRawSync(Buffer.alloc(bytes / 100), { level: 9, finishFlush })
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE((bytes % 65_521) * 65_536 + 1) // Adler-32
  const [start, end] = [Buffer.from('78da', 'hex'), deflateRawSync(Buffer.alloc(0))]
  return Buffer.concat([start, ...Array<Buffer>(100).fill(hundredth), end, checksum])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([frame, body, check])
}

export async function pixel(picture: Buffer, x: number, y: number) {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true })
  const at = (y * info.width + x) * info.channels
  return { r: data[at] ?? -1, g: data[at + 1] ?? -1, b: data[at + 2] ?? -1 }
}

type Colour = { r: number; g: number; b: number }

/** JPEG colours are approximate: within 12 of 255. */
export function near(a: Colour, b: Colour): boolean {
  return Math.max(Math.abs(a.r - b.r), Math.abs(a.g - b.g), Math.abs(a.b - b.b)) <= 12
}

// Validates and re-encodes uploaded photos: only bytes encoded here are stored or served.
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { Semaphore } from '../../lib/concurrency/semaphore.ts'
import { Refusal } from '../../lib/errors/refusal.ts'
import { DrawingError, DrawingKilledError, type Drawn, draw, type Source } from './drawing/index.ts'
import { isSecondKill } from './drawing/kills.ts'
import { formatOf, START_BYTES } from './formats.ts'

/** Upper bound of MAX_UPLOAD_MB; uploads are cut off at the configured limit before. */
const MOST_MEGABYTES = 100

// A decoded photo of 50 megapixels takes 150 MB, and two at a time leave the other cores to requests.
const semaphore = new Semaphore(2, 32, busy)

export interface PreparedPhoto {
  /** Upright, at most 1600 pixels on the long edge, sRGB, without any metadata. */
  display: Buffer
  /** A centred square of 320 pixels: a gallery knows every size before loading. */
  thumbnail: Buffer
  /** Of both. JPEG is read by every browser, printer and messenger, and mozjpeg keeps it small. */
  contentType: 'image/jpeg'
  /** Bytes of `display`. */
  size: number
  width: number
  height: number
  /** Of `display`, in hex. */
  sha256: string
  /** The bytes are in the object store already and not written to the database. */
  inStore?: true
}

/**
 * Decodes and re-encodes an uploaded photo.
 * @throws Refusal `image_empty` (422), `image_too_large` (413), `image_unsupported` (415), `image_broken` (422),
 * `image_too_many_pixels` (422), `images_busy` (429), `drawing_stopped` (503)
 */
export async function preparePhoto(source: Source): Promise<PreparedPhoto> {
  const { display, thumbnail, width, height } = await redraw('photo', source)
  const sha256 = createHash('sha256').update(display).digest('hex')
  const size = display.length
  return { display, thumbnail, contentType: 'image/jpeg', size, width, height, sha256 }
}

/** Runs a job of the drawing process, with limited concurrency. Refusals as in `preparePhoto`. */
export async function redraw<Kind extends keyof Drawn>(
  kind: Kind,
  source: Source,
): Promise<Drawn[Kind]> {
  const decoder = decoderFor(await beginningOf(source))
  return semaphore.take(() =>
    draw({ kind, source, decoder }).catch(async (error: unknown) => {
      if (error instanceof DrawingKilledError) throw (await isSecondKill(source)) ? KILLS : KILLED
      throw error instanceof DrawingError ? refusalOf(error) : error
    }),
  )
}

interface Beginning {
  size: number
  bytes: Buffer
}

async function beginningOf(source: Source): Promise<Beginning> {
  if (typeof source !== 'string') {
    const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    return { size: bytes.length, bytes: bytes.subarray(0, START_BYTES) }
  }
  const file = await open(source)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(START_BYTES) })
    return { size, bytes: buffer.subarray(0, bytesRead) }
  } finally {
    await file.close()
  }
}

/** @throws Refusal if the file is not a photo */
function decoderFor({ size, bytes }: Beginning): string {
  if (size === 0) throw new Refusal('invalid', 'image_empty', EMPTY)
  if (size > MOST_MEGABYTES * 1_000_000)
    throw new Refusal('too_large', 'image_too_large', TOO_LARGE)
  const format = formatOf(bytes)
  if (format === 'heic') throw new Refusal('unsupported', 'image_unsupported', HEIC)
  if (!format) throw new Refusal('unsupported', 'image_unsupported', UNSUPPORTED)
  // libheif decodes AVIF, and sharp reports the container.
  return format === 'avif' ? 'heif' : format
}

function refusalOf({ message }: DrawingError): Refusal {
  return message.includes('exceeds pixel limit')
    ? new Refusal('invalid', 'image_too_many_pixels', TOO_MANY_PIXELS)
    : new Refusal('invalid', 'image_broken', BROKEN)
}

function busy(): Refusal {
  return new Refusal('too_many', 'images_busy', BUSY, { retryAfter: 5 })
}

const KILLED = new Refusal(
  'unavailable',
  'drawing_stopped',
  'The photo could not be opened just now: this computer may be short of memory. Nothing was lost: wait a few seconds and add it again.',
  { retryAfter: 10 },
)
const KILLS = new Refusal(
  'invalid',
  'image_broken',
  'This photo could not be opened twice. Take it again, or save it as a smaller JPEG, and add that.',
)

const EMPTY =
  'This file is empty. Take or choose the photo again; if it comes from the cloud, wait until it is on this device.'
const TOO_LARGE =
  'This photo is larger than 100 MB. Take it with the camera’s normal setting, or send a smaller copy, and add that.'
const UNSUPPORTED = 'This file is not a photo that can be shown. Add a JPEG, PNG or WebP picture.'
const HEIC =
  'This photo is in Apple’s HEIC format, which browsers cannot show. On the iPhone choose Settings, Camera, Formats, Most Compatible and take it again, or save it as JPEG first.'
const BROKEN =
  'This photo is damaged or was cut off on its way here. Take it again, or choose the original and add that.'
const TOO_MANY_PIXELS =
  'This photo has more than 50 megapixels. Take it with the camera’s normal setting, or make it smaller, and add that.'
const BUSY =
  'Many photos are being added right now. Nothing was lost: wait a few seconds and add these again.'

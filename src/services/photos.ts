// Makes an uploaded file safe to keep and to show: whatever came in, what goes out was drawn by us.
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { DrawingError, type Drawn, draw, type Source } from './drawing.ts'
import { formatOf, START_BYTES } from './photo-formats.ts'
import { Refusal } from './refusal.ts'
import { Turns } from './turns.ts'

/** The most that MAX_UPLOAD_MB can allow; an upload stops at what the shop configured, long before. */
const MOST_MEGABYTES = 100

// An open photo of 50 megapixels takes 150 MB, and two at a time leave the other cores to the counter.
const turns = new Turns(2, 32, busy)

export interface PreparedPhoto {
  /** Upright, at most 1600 pixels on the long edge, sRGB, without any metadata. */
  display: Buffer
  /** A square of 320 pixels from the middle, so that a gallery knows every size before it loads. */
  thumbnail: Buffer
  /** Of both. JPEG: every browser, printer and messenger takes it, and mozjpeg keeps it small. */
  contentType: 'image/jpeg'
  /** Bytes of `display`. */
  size: number
  width: number
  height: number
  /** Of `display`, in hex. */
  sha256: string
  /** The bytes are in the store of pictures already, and not to be written into the database. */
  inStore?: true
}

/**
 * Reads an uploaded photo and draws it anew. Refuses with `image_empty` (422), `image_too_large` (413),
 * `image_unsupported` (415), `image_broken` (422), `image_too_many_pixels` (422) or `images_busy` (429).
 */
export async function preparePhoto(source: Source): Promise<PreparedPhoto> {
  const { display, thumbnail, width, height } = await redraw('photo', source)
  const sha256 = createHash('sha256').update(display).digest('hex')
  const size = display.length
  return { display, thumbnail, contentType: 'image/jpeg', size, width, height, sha256 }
}

/** Draws an uploaded picture anew when its turn comes. Refuses as `preparePhoto` does. */
export async function redraw<Kind extends keyof Drawn>(
  kind: Kind,
  source: Source,
): Promise<Drawn[Kind]> {
  const decoder = decoderFor(await beginningOf(source))
  return turns.take(() =>
    draw({ kind, source, decoder }).catch((error: unknown) => {
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

/** @throws Refusal when this is no photo */
function decoderFor({ size, bytes }: Beginning): string {
  if (size === 0) throw new Refusal('invalid', 'image_empty', EMPTY)
  if (size > MOST_MEGABYTES * 1_000_000)
    throw new Refusal('too_large', 'image_too_large', TOO_LARGE)
  const format = formatOf(bytes)
  if (format === 'heic') throw new Refusal('unsupported', 'image_unsupported', HEIC)
  if (!format) throw new Refusal('unsupported', 'image_unsupported', UNSUPPORTED)
  // libheif opens AVIF, and the image library names the container.
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

// Makes an uploaded file safe to keep and to show: whatever came in, what goes out was drawn by us.
import { createHash } from 'node:crypto'
import type { OutputInfo, SharpOptions } from 'sharp'
import { drawing } from './drawing.ts'
import { formatOf } from './photo-formats.ts'
import { Refusal } from './refusal.ts'
import { Turns } from './turns.ts'

/** The most that MAX_UPLOAD_MB can allow; an upload stops at what the shop configured, long before. */
const MOST_MEGABYTES = 100

/** The most pixels of one file. The 50-megapixel mode of phones makes 8160 x 6144, a little over 50 million. */
const PHOTO_PIXELS = 52_000_000
const DISPLAY_EDGE = 1600
const THUMBNAIL_EDGE = 320
const SECONDS_TO_DECODE = 20

// Two at a time: see drawing.ts.
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

export interface Pixels {
  data: Buffer
  info: OutputInfo
}

/**
 * Reads an uploaded photo and draws it anew. Refuses with `image_empty` (422), `image_too_large` (413),
 * `image_unsupported` (415), `image_broken` (422), `image_too_many_pixels` (422) or `images_busy` (429).
 */
export function preparePhoto(bytes: Buffer): Promise<PreparedPhoto> {
  return redraw(bytes, { width: DISPLAY_EDGE, height: DISPLAY_EDGE, isOpaque: true }, encode)
}

/** The box that a picture is fitted into, in pixels. */
export interface Shape {
  width: number
  height: number
  /** Whether white takes the place of transparency. */
  isOpaque: boolean
}

/** Reads an uploaded picture when its turn comes, and hands its pixels to `encode`. Refuses as `preparePhoto` does. */
export async function redraw<Result>(
  bytes: Buffer,
  shape: Shape,
  encode: (pixels: Pixels) => Promise<Result>,
): Promise<Result> {
  refuseUnlessPhoto(bytes)
  return turns.take(async () => {
    await drawing() // what cannot be loaded is no fault of the photo
    const pixels = await decode(bytes, shape).catch((error: unknown) => {
      throw refusalOf(error)
    })
    return encode(pixels)
  })
}

function refuseUnlessPhoto(bytes: Buffer): void {
  if (bytes.length === 0) throw new Refusal('invalid', 'image_empty', EMPTY)
  if (bytes.length > MOST_MEGABYTES * 1_000_000)
    throw new Refusal('too_large', 'image_too_large', TOO_LARGE)
  const format = formatOf(bytes)
  if (format === 'heic') throw new Refusal('unsupported', 'image_unsupported', HEIC)
  if (!format) throw new Refusal('unsupported', 'image_unsupported', UNSUPPORTED)
}

/** The upright pixels. */
async function decode(bytes: Buffer, { width, height, isOpaque }: Shape): Promise<Pixels> {
  const options: SharpOptions = {
    autoOrient: true,
    failOn: 'error',
    limitInputPixels: PHOTO_PIXELS,
  }
  const sharp = await drawing()
  // sharp chooses its decoder by itself: make sure that it sees the format that was let in.
  const { format } = await sharp(bytes, options).metadata()
  if (format !== decoderOf(bytes)) throw new Error(`opened as ${format}`)
  const picture = sharp(bytes, options)
    .timeout({ seconds: SECONDS_TO_DECODE })
    .resize(width, height, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  if (isOpaque) picture.flatten({ background: 'white' })
  return picture.raw().toBuffer({ resolveWithObject: true })
}

/** libheif opens AVIF, and sharp reports the container. */
function decoderOf(bytes: Buffer): string | undefined {
  const format = formatOf(bytes)
  return format === 'avif' ? 'heif' : format
}

/** Both sizes from the same pixels, so that the file is decoded once and the thumbnail is not a copy of a copy. */
async function encode({ data, info }: Pixels): Promise<PreparedPhoto> {
  const { width, height, channels } = info
  const sharp = await drawing()
  const picture = () => sharp(data, { raw: { width, height, channels } })
  const display = await picture().jpeg({ quality: 82, mozjpeg: true }).toBuffer()
  const thumbnail = await picture()
    .resize(THUMBNAIL_EDGE, THUMBNAIL_EDGE, { fit: 'cover' })
    .jpeg({ quality: 78, mozjpeg: true })
    .toBuffer()
  const sha256 = createHash('sha256').update(display).digest('hex')
  const size = display.length
  return { display, thumbnail, contentType: 'image/jpeg', size, width, height, sha256 }
}

function refusalOf(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : ''
  return reason.includes('exceeds pixel limit')
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

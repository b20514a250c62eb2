// Decodes and re-encodes photos and logos with sharp. Runs in the child process (drawing-process.ts).
import sharp, { type OutputInfo, type Sharp, type SharpOptions } from 'sharp'
import type { Drawn, Job } from './index.ts'

// One thread per photo, and two photos at a time, leave the other cores to requests.
sharp.concurrency(1)
// An upload is opened once, so a cache would only hold memory.
sharp.cache(false)

/** Pixel limit of one file. The 50-megapixel mode of phones makes 8160 x 6144, a little over 50 million. */
const MOST_PIXELS = 52_000_000
const SECONDS_TO_DECODE = 20
const DISPLAY_EDGE = 1600
const THUMBNAIL_EDGE = 320
/** In pixels; a logo is displayed at half of this, for screens with double density. */
const LOGO = { width: 240, height: 64 }
/** In pixels; shown at 52 at most, for screens of up to triple density. */
const AVATAR_EDGE = 192

type Drawings = { [Kind in keyof Drawn]: (job: Job<Kind>) => Promise<Drawn[Kind]> }

export const drawings: Drawings = {
  /** Both sizes from one decoding, so that the thumbnail is not a copy of a compressed copy. */
  async photo(job) {
    const edges = { width: DISPLAY_EDGE, height: DISPLAY_EDGE }
    const pixels = await decode(job, edges, (picture) => picture.flatten({ background: 'white' }))
    const display = await pictureOf(pixels).jpeg({ quality: 82, mozjpeg: true }).toBuffer()
    const thumbnail = await pictureOf(pixels)
      .resize(THUMBNAIL_EDGE, THUMBNAIL_EDGE, { fit: 'cover' })
      .jpeg({ quality: 78, mozjpeg: true })
      .toBuffer()
    const { width, height } = pixels.info
    return { display, thumbnail, width, height }
  },

  /** Lossless is smaller for drawings, lossy for photos: the smaller one wins, since every page loads it. */
  async logo(job) {
    const pixels = await decode(job, LOGO, (picture) => picture)
    const exact = await pictureOf(pixels).webp({ lossless: true, effort: 6 }).toBuffer()
    const near = await pictureOf(pixels).webp({ quality: 85, effort: 6 }).toBuffer()
    const { width, height } = pixels.info
    return { bytes: exact.length <= near.length ? exact : near, width, height }
  },

  /** A centred square, however small the picture is. */
  async avatar(job) {
    const edges = { width: DISPLAY_EDGE, height: DISPLAY_EDGE }
    const pixels = await decode(job, edges, (picture) => picture.flatten({ background: 'white' }))
    const bytes = await pictureOf(pixels)
      .resize(AVATAR_EDGE, AVATAR_EDGE, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer()
    return { bytes }
  },
}

interface Pixels {
  data: Buffer
  info: OutputInfo
}

async function decode(
  { source, decoder }: Job<keyof Drawn>,
  { width, height }: { width: number; height: number },
  treat: (picture: Sharp) => Sharp,
): Promise<Pixels> {
  const options: SharpOptions = {
    autoOrient: true,
    failOn: 'error',
    limitInputPixels: MOST_PIXELS,
  }
  // sharp detects the format by itself: verify that it is the one that was admitted.
  const { format } = await sharp(source, options).metadata()
  if (format !== decoder) throw new Error(`opened as ${format}`)
  const picture = sharp(source, options)
    .timeout({ seconds: SECONDS_TO_DECODE })
    .resize(width, height, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  return treat(picture).raw().toBuffer({ resolveWithObject: true })
}

function pictureOf({ data, info: { width, height, channels } }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } })
}

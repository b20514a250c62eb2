// Decodes pictures and draws them anew, with the image library. Runs in the process that draws (drawing-process.ts).
import sharp, { type OutputInfo, type Sharp, type SharpOptions } from 'sharp'
import type { Drawn, Job } from './drawing.ts'

// One thread for each photo and two photos at a time leave the other cores to the counter.
sharp.concurrency(1)
// Uploads are never opened twice: a cache would only hold memory.
sharp.cache(false)

/** The most pixels of one file. The 50-megapixel mode of phones makes 8160 x 6144, a little over 50 million. */
const MOST_PIXELS = 52_000_000
const SECONDS_TO_DECODE = 20
const DISPLAY_EDGE = 1600
const THUMBNAIL_EDGE = 320
/** In pixels; a logo is shown at half of that, for screens with twice as many. */
const LOGO = { width: 240, height: 64 }

type Drawings = { [Kind in keyof Drawn]: (job: Job<Kind>) => Promise<Drawn[Kind]> }

export const drawings: Drawings = {
  /** Both sizes from the same pixels, so that the file is decoded once and the thumbnail is not a copy of a copy. */
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

  /** A drawing is smaller exact, a photo is not; and it comes with the first visit of every page. */
  async logo(job) {
    const pixels = await decode(job, LOGO, (picture) => picture)
    const exact = await pictureOf(pixels).webp({ lossless: true, effort: 6 }).toBuffer()
    const near = await pictureOf(pixels).webp({ quality: 85, effort: 6 }).toBuffer()
    const { width, height } = pixels.info
    return { bytes: exact.length <= near.length ? exact : near, width, height }
  },
}

interface Pixels {
  data: Buffer
  info: OutputInfo
}

/** The upright pixels, inside of a box of so many. */
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
  // sharp chooses its decoder by itself: make sure that it sees the format that was let in.
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

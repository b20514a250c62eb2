// Photo conversion: display and thumbnail sizes, orientation, metadata and refused files.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { Refusal } from '../../../src/lib/errors/refusal.ts'
import { drawings } from '../../../src/services/photos/drawing/encoder.ts'
import { prepareDrawing } from '../../../src/services/photos/drawing/index.ts'
import { preparePhoto } from '../../../src/services/photos/prepare.ts'
import {
  BLUE,
  near,
  noisyPhoto,
  photoWithGps,
  pixel,
  pngBomb,
  RED,
  sidewaysPhoto,
  twoHalves,
} from '../../support/shop/photo-files.ts'

t.test('a photo becomes a display image and a square thumbnail', async (t) => {
  const photo = await preparePhoto(await twoHalves(3200, 2400).jpeg().toBuffer())
  const display = await sharp(photo.display).metadata()
  t.match(display, { format: 'jpeg', width: 1600, height: 1200 })
  t.match(photo, { contentType: 'image/jpeg', width: 1600, height: 1200 })
  t.equal(photo.size, photo.display.length)
  t.equal(photo.sha256, createHash('sha256').update(photo.display).digest('hex'))
  t.match(await sharp(photo.thumbnail).metadata(), { format: 'jpeg', width: 320, height: 320 })
})

t.test('a photo from a file equals one from bytes', async (t) => {
  const bytes = await twoHalves(400, 300).jpeg().toBuffer()
  const file = join(t.testdir({ 'gown.jpg': bytes }), 'gown.jpg')
  t.strictSame(await preparePhoto(file), await preparePhoto(bytes))
})

t.test('a small photo is not enlarged', async (t) => {
  t.match(await preparePhoto(await twoHalves(400, 300).jpeg().toBuffer()), {
    width: 400,
    height: 300,
  })
})

t.test('a photo with an orientation tag is rotated upright', async (t) => {
  const photo = await preparePhoto(await sidewaysPhoto())
  t.match(photo, { width: 600, height: 800 })
  // After a quarter turn clockwise the left side is at the top.
  t.ok(near(await pixel(photo.display, 300, 20), RED), 'the top is red')
  t.ok(near(await pixel(photo.display, 300, 780), BLUE), 'the bottom is blue')
  t.ok(near(await pixel(photo.thumbnail, 160, 5), RED), 'the thumbnail is upright too')
})

t.test('location and camera metadata are removed', async (t) => {
  const original = await photoWithGps()
  t.ok(original.includes('Amina Yusuf'), 'the original tells')
  const photo = await preparePhoto(original)
  for (const picture of [photo.display, photo.thumbnail]) {
    const { exif, xmp, icc, iptc } = await sharp(picture).metadata()
    t.strictSame([exif, xmp, icc, iptc], [undefined, undefined, undefined, undefined])
    t.notOk(picture.includes('Amina Yusuf') || picture.includes('Exif'), 'nothing is left')
  }
})

t.test('data after the end of a photo is removed', async (t) => {
  const photo = await twoHalves(400, 300).jpeg().toBuffer()
  const { display } = await preparePhoto(
    Buffer.concat([photo, Buffer.from('<script>steal()</script>')]),
  )
  t.notOk(display.includes('<script>'))
})

t.test('a transparent PNG gets a white background', async (t) => {
  const clear = { r: 0, g: 0, b: 0, alpha: 0 }
  const logo = sharp({ create: { width: 2000, height: 1000, channels: 4, background: clear } })
  const { display } = await preparePhoto(await logo.png().toBuffer())
  t.strictSame(await pixel(display, 800, 400), { r: 255, g: 255, b: 255 })
})

for (const format of ['png', 'webp', 'avif'] as const) {
  t.test(`a ${format} image is accepted too`, async (t) => {
    const photo = await preparePhoto(await twoHalves(400, 300).toFormat(format).toBuffer())
    t.ok(near(await pixel(photo.display, 20, 150), RED))
  })
}

async function refused(t: Test, file: Buffer, kind: string, code: string, sentence: RegExp) {
  const refusal = await preparePhoto(file).then(
    () => t.fail('was accepted'),
    (error: unknown) => error,
  )
  t.ok(refusal instanceof Refusal, 'a refusal, not a fault')
  t.match(refusal, { kind, code, message: sentence })
}

const GIF = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')
const HEIC = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
const NOT_PHOTOS: Record<string, Buffer> = {
  'a web page named .jpg': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'an SVG with a script': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
  'a PDF': Buffer.from('%PDF-1.7\n%âãÏÓ'),
  'a text': Buffer.from('Take in the waist by 2 cm'),
  'a GIF': GIF,
}

for (const [name, file] of Object.entries(NOT_PHOTOS)) {
  t.test(`${name} is refused`, (t) =>
    refused(t, file, 'unsupported', 'image_unsupported', /not a photo.*JPEG, PNG or WebP/),
  )
}

t.test('a HEIC photo is refused with instructions for the iPhone', (t) =>
  refused(t, HEIC, 'unsupported', 'image_unsupported', /Most Compatible/),
)

t.test('an empty file is refused', (t) =>
  refused(t, Buffer.alloc(0), 'invalid', 'image_empty', /empty/),
)

t.test('a file above every configurable limit is refused before it is opened', (t) =>
  refused(t, Buffer.alloc(100_000_001), 'too_large', 'image_too_large', /larger than 100 MB/),
)

t.test('truncated photos are refused', async (t) => {
  for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
    const whole = await (await noisyPhoto(320, 240)).toFormat(format).toBuffer()
    const half = whole.subarray(0, whole.length / 2)
    await refused(t, half, 'invalid', 'image_broken', /damaged or was cut off/)
  }
})

t.test("a file with only a photo's first bytes is refused", async (t) => {
  const start = Buffer.from([0xff, 0xd8, 0xff, 0xe0])
  const page = Buffer.concat([start, Buffer.from('<svg><script>alert(1)</script></svg>')])
  await refused(t, page, 'invalid', 'image_broken', /damaged/)
})

t.test('a pixel bomb is refused before decoding', async (t) => {
  const bomb = pngBomb(30_000)
  t.ok(bomb.length < 300_000, 'small on disk')
  await refused(t, bomb, 'invalid', 'image_too_many_pixels', /more than 50 megapixels/)
  const before = process.memoryUsage().rss
  const here = drawings.photo({ kind: 'photo', source: bomb, decoder: 'png' })
  await t.rejects(here, /exceeds pixel limit/)
  t.ok(process.memoryUsage().rss - before < 50_000_000, 'the 900 megapixels were never in memory')
})

t.test('a 50-megapixel photo is accepted', async (t) => {
  const photo = await preparePhoto(await twoHalves(8160, 6144).jpeg().toBuffer())
  t.match(photo, { width: 1600, height: 1205 })
})

t.test('of twelve concurrent photos two are decoded at a time', async (t) => {
  const file = await (await noisyPhoto()).jpeg().toBuffer()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, prepareDrawing().underWay)
  }, 1)
  t.teardown(() => clearInterval(watch))
  const photos = await Promise.all(Array.from({ length: 12 }, () => preparePhoto(file)))
  t.equal(new Set(photos.map((photo) => photo.sha256)).size, 1, 'all twelve came out')
  t.equal(most, 2)
})

t.test('when the queue is full, the next photo is refused at once', async (t) => {
  const file = await twoHalves(40, 30).jpeg().toBuffer()
  const tries = await Promise.allSettled(Array.from({ length: 40 }, () => preparePhoto(file)))
  const refusals = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  t.equal(refusals.length, 40 - 2 - 32)
  t.match(refusals[0], { kind: 'too_many', code: 'images_busy', extras: { retryAfter: 5 } })
})

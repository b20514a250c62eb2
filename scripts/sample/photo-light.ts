// Lighting of sample photos: wall, lamp from the upper left, folds, camera grain.
import sharp from 'sharp'
import { Random } from './random.ts'

export const SHEET = { width: 1200, height: 1500 }
/** Smaller than the drawing: a tablet's photo after a messenger has scaled it. */
const PHOTO = { width: 800, height: 1000 }

const WALLS = ['#e7e1d8', '#dfe2db', '#e2e3e4', '#ebdfd8', '#dcdfe6']

export const DEFS = `
  <radialGradient id="lamp" cx="0.32" cy="0.22" r="0.95">
    <stop offset="0" stop-color="#fff" stop-opacity="0.6"/>
    <stop offset="0.55" stop-color="#fff" stop-opacity="0"/>
    <stop offset="1" stop-color="#2b221a" stop-opacity="0.22"/>
  </radialGradient>
  <radialGradient id="haze" cx="0.3" cy="0.2" r="1">
    <stop offset="0" stop-color="#fff6e8" stop-opacity="0.16"/>
    <stop offset="0.6" stop-color="#fff6e8" stop-opacity="0"/>
    <stop offset="1" stop-color="#2b221a" stop-opacity="0.16"/>
  </radialGradient>
  <linearGradient id="side" x1="0" x2="1" y1="0" y2="0.25">
    <stop offset="0" stop-color="#fff" stop-opacity="0.2"/>
    <stop offset="0.45" stop-color="#fff" stop-opacity="0"/>
    <stop offset="1" stop-color="#0d0a12" stop-opacity="0.36"/>
  </linearGradient>
  <filter id="soft" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="9"/></filter>
  <filter id="softer" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="18"/></filter>`

export function wall(random: Random): string {
  const colour = random.pick(WALLS)
  return `<rect width="1200" height="1500" fill="${colour}"/>
    <rect y="1412" width="1200" height="88" fill="#4a3c2e" fill-opacity="0.16"/>
    <rect y="1396" width="1200" height="16" fill="#fff" fill-opacity="0.35"/>
    <rect width="1200" height="1500" fill="url(#lamp)"/>`
}

/** The lamp's haze over everything in front of the wall. */
export const HAZE = '<rect width="1200" height="1500" fill="url(#haze)"/>'

interface Fall {
  top: readonly [x: number, y: number]
  bottom: readonly [x: number, y: number]
  folds: number
}

/** Folds that fall from a waist or a shoulder: dark valleys with a light ridge on the lamp's side. */
export function folds(random: Random, { top, bottom, folds: count }: Fall): string {
  const marks: string[] = []
  for (let fold = 0; fold < count; fold++) {
    const place = -1 + (2 * (fold + 0.2 + random.next() * 0.6)) / count
    const from = 600 + place * top[0]
    const to = 600 + place * bottom[0]
    const width = (bottom[0] / count) * (0.35 + random.next() * 0.5)
    const start = top[1] + random.int(0, 60)
    marks.push(wedge(from, start, to, bottom[1], width, '#0e0a10', 0.3))
    marks.push(wedge(from - 4, start, to - width * 1.1, bottom[1], width * 0.8, '#fff', 0.26))
  }
  return `<g filter="url(#soft)">${marks.join('')}</g>`
}

function wedge(
  x: number,
  y: number,
  toX: number,
  toY: number,
  width: number,
  fill: string,
  opacity: number,
) {
  const path = `M${x} ${y}C${x} ${(y + toY) / 2} ${toX - width} ${(y + toY) / 2} ${toX - width} ${toY}H${toX + width}C${toX + width} ${(y + toY) / 2} ${x} ${(y + toY) / 2} ${x} ${y}Z`
  return `<path d="${path}" fill="${fill}" fill-opacity="${opacity}"/>`
}

/** Visible part of the drawing: x, y, width; the ratio is four to five. */
export type Frame = readonly [x: number, y: number, width: number]
export const WHOLE: Frame = [0, 0, SHEET.width]

export async function shoot(drawing: string, [x, y, width]: Frame = WHOLE): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${PHOTO.width}" height="${PHOTO.height}"
    viewBox="${x} ${y} ${width} ${(width * 5) / 4}">${drawing}</svg>`
  grain ??= makeGrain()
  return sharp(Buffer.from(svg))
    .flatten({ background: '#fff' })
    .composite([{ input: await grain, raw: { ...PHOTO, channels: 3 }, blend: 'soft-light' }])
    .jpeg({ quality: 88 })
    .toBuffer()
}

let grain: Promise<Buffer> | undefined

/** Soft grey noise; the same for every photo, so that a shop is reproducible to the byte. */
function makeGrain(): Promise<Buffer> {
  const random = new Random(1)
  const specks = Buffer.alloc(PHOTO.width * PHOTO.height)
  // The sum of two uniform values approximates sensor noise.
  for (let at = 0; at < specks.length; at++) specks[at] = 95 + 33 * (random.next() + random.next())
  return sharp(specks, { raw: { ...PHOTO, channels: 1 } })
    .blur(0.7)
    .toColourspace('srgb')
    .raw()
    .toBuffer()
}

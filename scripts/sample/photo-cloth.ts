// Cloth textures: SVG patterns of one tile each, in shades of the garment's colour.
import type { Cloth } from './garments.ts'
import { darker, lighter, mix } from './photo-colours.ts'

interface Tile {
  width: number
  height: number
  /** Rotation of the weave in degrees. */
  turn?: number
  marks: string
}

/** `<pattern id="cloth">` of a cloth in a colour; `scale` 1 is a whole garment, 3 a swatch. */
export function clothPattern(cloth: Cloth, colour: string, scale: number): string {
  const { width, height, turn = 0, marks } = TILES[cloth](colour)
  return `<pattern id="cloth" width="${width}" height="${height}" patternUnits="userSpaceOnUse"
    patternTransform="rotate(${turn}) scale(${scale})">
    <rect width="${width}" height="${height}" fill="${colour}"/>${marks}</pattern>`
}

const line = (path: string, colour: string, width: number, opacity = 1) =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-opacity="${opacity}"/>`
const area = (path: string, colour: string, opacity = 1) =>
  `<path d="${path}" fill="${colour}" fill-opacity="${opacity}"/>`
const dot = (x: number, y: number, r: number, colour: string, opacity = 1) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour}" fill-opacity="${opacity}"/>`
const ring = (x: number, y: number, r: number, colour: string, width: number, opacity = 1) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-opacity="${opacity}"/>`

/** Diagonal lines; a tile of a few threads would take librsvg several times as long. */
function diagonals(size: number, step: number, from = 0): string {
  let path = ''
  for (let x = from - size; x < size * 2; x += step) path += `M${x} ${size}L${x + size} 0`
  return path
}

/** Threads of linen: eight weaves of 14 fill the tile, since librsvg takes long for a small one. */
const WEAVES = [0, 14, 28, 42, 56, 70, 84, 98]

const repeated = (places: readonly number[], draw: (place: number) => string) =>
  WEAVES.flatMap((from) => places.map((place) => draw(Math.round((from + place) * 10) / 10))).join(
    '',
  )

/** Thicker places of the thread. */
const slubs = () =>
  WEAVES.flatMap((x) => WEAVES.map((y) => `M${x + 2} ${y + 4}h6M${x + 7} ${y + 11}h6`)).join('')

const TILES: Record<Cloth, (colour: string) => Tile> = {
  satin: (colour) => ({
    width: 48,
    height: 48,
    marks: line(diagonals(48, 3), lighter(colour, 0.3), 0.5, 0.35),
  }),
  linen: (colour) => ({
    width: 112,
    height: 112,
    marks: [
      line(
        repeated([2, 6.3, 9.1, 12.6], (y) => `M0 ${y}H112`),
        darker(colour, 0.25),
        0.9,
        0.45,
      ),
      line(
        repeated([1.5, 5, 9.7, 12.4], (x) => `M${x} 0V112`),
        lighter(colour, 0.45),
        0.9,
        0.5,
      ),
      line(slubs(), lighter(colour, 0.6), 1.2, 0.5),
    ].join(''),
  }),
  twill: (colour) => ({
    width: 48,
    height: 48,
    marks: [
      line(diagonals(48, 6), lighter(colour, 0.28), 1.3, 0.55),
      line(diagonals(48, 6, 3), darker(colour, 0.4), 1, 0.4),
    ].join(''),
  }),
  stripe: (colour) => ({
    width: 22,
    height: 22,
    marks: [
      area('M0 0H5V22H0Z', mix(colour, '#3d5a86', 0.5), 0.75),
      area('M12 0H13.2V22H12Z', mix(colour, '#3d5a86', 0.5), 0.55),
      line('M0 1H22M0 3.2H22', '#ffffff', 0.4, 0.25),
    ].join(''),
  }),
  houndstooth: (colour) => ({
    width: 32,
    height: 32,
    marks: [
      area('M0 0H32V32H0Z', lighter(colour, 0.78)),
      area('M0 0H16V16H0ZM16 0L32 16V8L24 0ZM32 0V0.1L31.9 0ZM0 16L16 32H8L0 24Z', colour),
      area('M16 16L24 24V16ZM16 16V24L24 32H32L16 16Z', colour),
    ].join(''),
  }),
  plaid: (colour) => ({
    width: 96,
    height: 96,
    marks: [
      area('M0 0H34V96H0ZM0 0H96V34H0Z', darker(colour, 0.55), 0.42),
      area('M46 0H54V96H46ZM0 46H96V54H0Z', '#e8dcc2', 0.5),
      area('M76 0H79V96H76ZM0 76H96V79H0Z', '#c8923a', 0.7),
      line('M0 8L8 0M0 24L24 0M0 40L40 0M0 56L56 0M0 72L72 0M0 88L88 0', '#000000', 1, 0.12),
    ].join(''),
  }),
  lace: (colour) => ({ width: 72, height: 72, turn: 8, marks: laceMarks(colour) }),
  print: (colour) => ({ width: 120, height: 120, marks: printMarks(colour) }),
}

/** Two blossoms on a fine net, as in Chantilly lace. */
function laceMarks(colour: string): string {
  const thread = lighter(colour, 0.75)
  const shade = darker(colour, 0.22)
  const net = line('M0 0L72 72M72 0L0 72M36 0L72 36L36 72L0 36Z', shade, 0.8, 0.35)
  return `${area('M0 0H72V72H0Z', shade, 0.35)}${net}${blossom(36, 36, 11, thread)}${corners(
    (x, y) => blossom(x, y, 8, thread),
    72,
  )}${line('M36 52C30 60 24 58 20 64M36 20C42 12 48 14 52 8', thread, 1.8, 0.9)}`
}

function blossom(x: number, y: number, size: number, colour: string): string {
  const petals = [0, 60, 120, 180, 240, 300].map((degrees) => {
    const angle = (degrees * Math.PI) / 180
    const [px, py] = [x + size * Math.cos(angle), y + size * Math.sin(angle)]
    return dot(Math.round(px), Math.round(py), size * 0.52, colour, 0.92)
  })
  return `${petals.join('')}${dot(x, y, size * 0.4, colour)}${ring(x, y, size * 0.62, '#8a7a66', 0.8, 0.4)}`
}

/** Wheels and seeds in three colours, after wax prints. */
function printMarks(colour: string): string {
  const cream = '#f2e3c4'
  const gold = '#d9a441'
  const dark = darker(colour, 0.6)
  const wheel = (x: number, y: number) =>
    [
      dot(x, y, 40, dark),
      ring(x, y, 35, gold, 4),
      ring(x, y, 26, cream, 5),
      dot(x, y, 16, colour),
      ring(x, y, 10, gold, 3),
      dot(x, y, 4, cream),
    ].join('')
  const seeds = [0, 1, 2, 3, 4, 5, 6, 7].map((step) => {
    const angle = (step * Math.PI) / 4
    return dot(60 + 50 * Math.cos(angle), 60 + 50 * Math.sin(angle), 3.4, cream)
  })
  return `${wheel(60, 60)}${seeds.join('')}${corners((x, y) => dot(x, y, 14, gold) + dot(x, y, 8, dark), 120)}`
}

/** Draws at the four corners, so that the tile repeats seamlessly. */
const corners = (draw: (x: number, y: number) => string, size: number) =>
  [draw(0, 0), draw(size, 0), draw(0, size), draw(size, size)].join('')
